import { UsageError } from '../terminal';

/** How the call is made, beyond who makes it. */
export type Call = {
  method: string;
  path: string;
  host?: string;
  headers: Record<string, string[]>;
  plaintext: boolean;
};

/** Reads `--method`, `--path`, `--host`, `--header` and `--plaintext`. */
export function readCall(values: {
  method?: string;
  path?: string;
  host?: string;
  header?: string[];
  plaintext?: boolean;
}): Call {
  const { method = 'GET', path = '/', host, header = [] } = values;
  if (!/^[A-Za-z][A-Za-z-]*$/.test(method)) {
    throw new UsageError(`--method is '${method}'; it is a word such as GET`);
  }
  if (!path.startsWith('/') && path !== '*') {
    throw new UsageError(`--path is '${path}'; it starts with /`);
  }
  const headers: Record<string, string[]> = {};
  for (const text of header) {
    const at = text.indexOf(':');
    if (at <= 0) {
      throw new UsageError(`--header is '${text}'; it is NAME:VALUE`);
    }
    const name = text.slice(0, at).trim().toLowerCase();
    headers[name] = [...(headers[name] ?? []), text.slice(at + 1).trim()];
  }
  return {
    method: method.toUpperCase(),
    path,
    headers,
    plaintext: values.plaintext === true,
    ...(host !== undefined && { host }),
  };
}
