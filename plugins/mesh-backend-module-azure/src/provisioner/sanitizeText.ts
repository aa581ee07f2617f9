const LONGEST = 400;

/**
 * What a server said, fit to be shown and kept: one line, not too long, and
 * without what could be a secret (the query of an address, a token).
 */
export function sanitizeText(text: string): string {
  const line = text
    .slice(0, 4 * LONGEST)
    .replace(/(https?:\/\/[^\s?"']{1,500})\?[^\s"']*/gi, '$1')
    .replace(/\beyJ[\w-]{8,}(\.[\w-]*){0,2}/g, '…')
    .replace(/\b(sig|signature|token|secret|password|key)=[^\s&"']+/gi, '$1=…')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
