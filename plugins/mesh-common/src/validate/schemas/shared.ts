import { fraction, list, map, object, text, uint32 } from '../schema/build';
import type { Fields, Json, Node, Rule } from '../schema/node';
import { isPort } from '../text/address';
import { parseDuration } from '../text/duration';

const MILLISECOND = 1e6;

/** A rule whose expression fails to be computed says so, and what it is. */
export function failed(reason: string, rule: string): string {
  return `${reason} evaluating rule: ${rule}`;
}

const tooShort = 'must be a valid duration greater than 1ms';

const atLeastOneMillisecond: Rule<string> = value => {
  const length = parseDuration(value);
  if (length === undefined) {
    const reason =
      "type conversion error from 'string' to 'google.protobuf.Duration'";
    return failed(reason, tooShort);
  }
  return length < MILLISECOND && tooShort;
};

/** A duration that is checked by the control plane alone. */
export const duration = text({ format: 'duration' });

/** A duration of a millisecond at least. */
export const timeout = text({
  format: 'duration',
  rules: [atLeastOneMillisecond],
});

export const portRule: Rule<number> = value =>
  !isPort(value) && 'port must be between 1-65535';

/** A number of a port, checked by the definition. */
export const port = uint32({ rules: [portRule] });

export const texts = list(text());
export const filledTexts = list(text({ min: 1 }));
export const labels = map(text());
export const percent = object({ value: fraction() });

const starFree: Rule<string> = value =>
  value.includes('*') && 'wildcard not allowed in label value match';

/** Which pods an object is for. */
export const selector = object({
  matchLabels: map(text({ max: 63, rules: [starFree] }), {
    max: 4096,
    rules: [
      given =>
        Object.keys(given).some(key => key.includes('*')) &&
        'wildcard not allowed in label key match',
      given => Object.hasOwn(given, '') && 'key must not be empty',
    ],
  }),
});

/** The same in the networking group. */
export const workloadSelector = object({
  labels: map(
    text({
      max: 63,
      rules: [
        value => value.includes('*') && 'wildcard is not supported in selector',
      ],
    }),
    { max: 256 },
  ),
});

const targetRef = object(
  {
    group: text({
      max: 253,
      pattern:
        /^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    }),
    kind: text({
      min: 1,
      max: 63,
      pattern: /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
    }),
    name: text({ min: 1, max: 253 }),
    namespace: text({
      rules: [
        value =>
          value !== '' &&
          'cross namespace referencing is not currently supported',
      ],
    }),
  },
  { required: ['kind', 'name'] },
);

export const targetRefs = list(targetRef, { max: 16 });

/** The three ways to say what a policy is for. */
export const target: Fields = { selector, targetRef, targetRefs };

/** A rule that at most one of some fields may be there. */
export function atMostOne(
  names: readonly string[],
  message: string,
): Rule<Json> {
  return given =>
    names.filter(name => given[name] !== undefined).length > 1 && message;
}

export const oneTarget = atMostOne(
  ['selector', 'targetRef', 'targetRefs'],
  'only one of targetRefs or selector can be set',
);

export const portNumber = object({ number: uint32() });

export const destination = object(
  { host: text(), port: portNumber, subset: text() },
  { required: ['host'] },
);

const match: Fields = { exact: text(), prefix: text(), regex: text() };

/** How a text is compared. */
export const stringMatch: Node = object(match, {
  choices: [Object.keys(match)],
});
