import { isObject, readText } from '../client/WireAnswer';
import type { Price } from './Price';

/** One page of the list. Throws a TypeError for anything else. */
export function readPrices(answer: unknown): {
  prices: Price[];
  next?: string;
} {
  if (!isObject(answer) || !Array.isArray(answer.Items)) {
    throw new TypeError('This is no page of a list of prices');
  }
  const prices = answer.Items.flatMap(item => readPrice(item));
  return { prices, next: readText(answer, ['NextPageLink']) };
}

/** Nothing for a price that nobody could calculate with. */
function readPrice(item: unknown): Price[] {
  const text = (key: string) => readText(item, [key]) ?? '';
  const price = isObject(item) ? item.retailPrice : undefined;
  const currency = text('currencyCode');
  if (typeof price !== 'number' || !(price > 0) || !currency) {
    return [];
  }
  // Reservations and rates of other regions have their own rows.
  if (text('type') !== 'Consumption') {
    return [];
  }
  return [
    {
      service: text('serviceName'),
      product: text('productName'),
      sku: text('skuName'),
      meter: text('meterName'),
      unit: text('unitOfMeasure'),
      price,
      currency,
      armSku: text('armSkuName'),
    },
  ];
}
