import { isObject, readText } from './WireAnswer';

/** What an error of Azure says, at all its depths. */
export type WireError = {
  /** The outermost. */
  code?: string;
  /** All codes, from the outside in. */
  codes: string[];
  /** The words of each that has some, from the outside in. */
  messages: string[];
  /** Property of the body that Azure names. */
  target?: string;
};

const DEEPEST = 5;
const MOST_DETAILS = 10;

/**
 * Reads `{ error: { code, message, target, details[], innererror } }`, with
 * or without the wrapper: AKS leaves it out at times. Text that is no JSON
 * gives an empty error.
 */
export function readError(body: unknown): WireError {
  const outer = isObject(body) && isObject(body.error) ? body.error : body;
  const parts = collect(outer, 0);
  const messages = parts.flatMap(({ message }) => message ?? []);
  return {
    code: parts[0]?.code,
    codes: parts.flatMap(({ code }) => code ?? []),
    messages: [...new Set(messages)],
    target: parts.map(({ target }) => target).find(Boolean),
  };
}

type Part = { code?: string; message?: string; target?: string };

function collect(error: unknown, depth: number): Part[] {
  if (!isObject(error) || depth === DEEPEST) {
    return [];
  }
  const code = readText(error, ['code']) ?? readText(error, ['Code']);
  const message = readText(error, ['message']) ?? readText(error, ['Message']);
  const target = readText(error, ['target']);
  const subcode = readText(error, ['subcode']);
  const details = Array.isArray(error.details) ? error.details : [];
  const inner = [error.innererror, error.innerError, ...details];
  const own = code || message ? [{ code, message, target }] : [];
  return [
    ...own,
    ...(subcode ? [{ code: subcode }] : []),
    ...inner
      .slice(0, MOST_DETAILS)
      .flatMap(detail => collect(detail, depth + 1)),
  ];
}
