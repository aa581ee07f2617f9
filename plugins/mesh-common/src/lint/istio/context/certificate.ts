/** When a certificate is valid, in milliseconds since 1970. */
export type Validity = { from: number; until: number };

type Element = { tag: number; start: number; end: number };

/**
 * Validity of the certificate in a PEM text; undefined when there is none.
 * Reads the outside of X.509 (RFC 5280, 4.1): who signed it is not asked.
 */
export function readValidity(pem: string): Validity | undefined {
  const bytes = decodePem(pem);
  const [certificate] = bytes ? listElements(bytes) : [];
  if (!bytes || certificate?.tag !== 0x30) return undefined;
  const parts = listElements(bytes, certificate);
  const [body] = parts;
  if (parts.length !== 3 || body?.tag !== 0x30) return undefined;
  const fields = listElements(bytes, body);
  // An explicit version comes first where there is one.
  const validity = fields[fields[0]?.tag === 0xa0 ? 4 : 3];
  if (validity?.tag !== 0x30) return undefined;
  const [from, until] = listElements(bytes, validity).map(element =>
    readTime(bytes, element),
  );
  return from === undefined || until === undefined
    ? undefined
    : { from, until };
}

const ARMOUR =
  /-----BEGIN [A-Z0-9 ]{1,60}-----\r?\n([A-Za-z0-9+/=\s]+)-----END /;

function decodePem(pem: string): Uint8Array | undefined {
  const [, body] = ARMOUR.exec(pem) ?? [];
  return body === undefined ? undefined : decodeBase64(body);
}

/** Undefined when the text is no Base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, '')), char =>
      char.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}

/** Elements one after the other; those that do not fit end the list. */
function listElements(
  bytes: Uint8Array,
  { start, end }: Omit<Element, 'tag'> = { start: 0, end: bytes.length },
): Element[] {
  const found: Element[] = [];
  let at = start;
  while (at + 2 <= end) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    const more = first < 0x80 ? 0 : first & 0x7f;
    if (more > 4) break;
    let length = more === 0 ? first : 0;
    for (let index = 0; index < more; index += 1) {
      length = length * 256 + (bytes[at + 2 + index] ?? 0);
    }
    const inside = at + 2 + more;
    if (inside + length > end) break;
    found.push({ tag, start: inside, end: inside + length });
    at = inside + length;
  }
  return found;
}

/** `YYMMDDHHMMSSZ` until 2049, or with four digits of the year. */
function readTime(
  bytes: Uint8Array,
  { tag, start, end }: Element,
): number | undefined {
  const text = String.fromCharCode(...bytes.subarray(start, end).slice(0, 20));
  const [, year = '', month, day, hour, minute, second] =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? [];
  if (year.length !== (tag === 0x17 ? 2 : 4)) return undefined;
  const century = Number(year) < 50 ? '20' : '19';
  const full = year.length === 2 ? `${century}${year}` : year;
  const time = Date.parse(
    `${full}-${month}-${day}T${hour}:${minute}:${second}Z`,
  );
  return Number.isNaN(time) ? undefined : time;
}
