/** "€412"; what is no currency stands behind the number as it is. */
export function formatMoney(
  amount: number,
  options: { currency: string; locale?: string },
): string {
  const { currency, locale } = options;
  const digits = { maximumFractionDigits: amount < 10 ? 2 : 0 };
  return /^[A-Za-z]{3}$/.test(currency)
    ? new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        ...digits,
        minimumFractionDigits: 0,
      }).format(amount)
    : `${new Intl.NumberFormat(locale, digits).format(amount)} ${currency}`;
}
