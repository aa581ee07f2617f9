/** Parts of a URL, as far as rules ask for them. */
export type UrlParts = {
  /** In lower case; empty when there is none. */
  scheme: string;
  /** Text of the port; empty when there is none. */
  port: string;
};

const badEscape = /%(?![0-9a-fA-F]{2})/;
const userText = /^[-A-Za-z0-9._~!$&'()*+,;:=%@]*$/;
const hostText = /^[^\s"\\^`{|}%/?#]*$/;

/** Whether there are characters that show nothing. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text.replace(/[\u0080-\u009f]/g, ''));
}

/**
 * Parts of a URL in the reading of Go's `net/url`, which Istio and Kubernetes
 * use; undefined when it cannot be parsed. With `request` it must be an
 * absolute one, or a path, as in a request line.
 */
export function parseUrl(
  text: string,
  { request = false }: { request?: boolean } = {},
): UrlParts | undefined {
  if (hasControl(text) || text.startsWith(':')) return undefined;
  const hash = request ? -1 : text.indexOf('#');
  const before = hash < 0 ? text : text.slice(0, hash);
  if (hash >= 0 && badEscape.test(text.slice(hash))) return undefined;
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*(?=:)/.exec(before)?.[0] ?? '';
  const rest = before.slice(scheme ? scheme.length + 1 : 0).split('?')[0] ?? '';
  const port = rest.startsWith('/')
    ? parsePath(rest, scheme !== '', request)
    : parseRelative(rest, scheme !== '', request);
  return port === undefined
    ? undefined
    : { scheme: scheme.toLowerCase(), port };
}

/** Of what does not start with a slash; a port is empty, or undefined. */
function parseRelative(
  rest: string,
  hasScheme: boolean,
  request: boolean,
): string | undefined {
  if (hasScheme) return '';
  if (request) return rest === '*' ? '' : undefined;
  const [first = ''] = rest.split('/');
  return first.includes(':') || badEscape.test(rest) ? undefined : '';
}

function parsePath(
  rest: string,
  hasScheme: boolean,
  request: boolean,
): string | undefined {
  const hasHost =
    rest.startsWith('//') && (hasScheme || (!request && rest[2] !== '/'));
  if (!hasHost) return badEscape.test(rest) ? undefined : '';
  const slash = rest.indexOf('/', 2);
  const end = slash < 0 ? rest.length : slash;
  if (badEscape.test(rest.slice(end))) return undefined;
  return parsePort(rest.slice(2, end));
}

/** Port of an authority, empty when it has none; undefined when it is bad. */
function parsePort(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const host = authority.slice(at + 1);
  if (!userText.test(user) || badEscape.test(user)) return undefined;
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']');
    return end < 0 ? undefined : toPort(host.slice(end + 1));
  }
  const colon = host.lastIndexOf(':');
  const name = colon < 0 ? host : host.slice(0, colon);
  if (!hostText.test(name)) return undefined;
  return colon < 0 ? '' : toPort(host.slice(colon));
}

function toPort(text: string): string | undefined {
  return text === '' || /^:\d*$/.test(text) ? text.slice(1) : undefined;
}
