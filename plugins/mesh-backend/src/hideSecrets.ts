/** A text without what must not be repeated. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (rest, secret) => rest.replaceAll(secret, '[secret]'),
    text,
  );
}
