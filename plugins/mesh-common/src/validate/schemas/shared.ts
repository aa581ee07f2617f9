import {
  list,
  map,
  number,
  object,
  text,
  type Rule,
  type Schema,
} from '../schema';

const LAST_PORT = 65535;

export const portRule: Rule<number> = value =>
  (value < 1 || value > LAST_PORT) && 'port must be between 1-65535';

export const port = number({ rules: [portRule] });

const duration = /^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$/;

export const atLeastOneMillisecond: Rule<string> = value =>
  (!duration.test(value) || /^0+(ns|us|µs|ms|s|m|h)$/.test(value)) &&
  'must be a valid duration greater than 1ms';

export const timeout = text({ rules: [atLeastOneMillisecond] });

/** Which pods an object is for. */
export const selector: Schema = object({
  matchLabels: map(
    text({
      max: 63,
      rules: [
        value =>
          value.includes('*') && 'wildcard not allowed in label value match',
      ],
    }),
    {
      rules: [
        labels =>
          Object.keys(labels).some(key => key.includes('*')) &&
          'wildcard not allowed in label key match',
        labels => Object.keys(labels).includes('') && 'key must not be empty',
      ],
    },
  ),
});

export const targetRef: Schema = object(
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

export const target: Record<string, Schema> = {
  selector,
  targetRef,
  targetRefs: list(targetRef, { max: 16 }),
};

export const oneTarget: Rule<Record<string, unknown>> = spec =>
  ['selector', 'targetRef', 'targetRefs'].filter(
    name => spec[name] !== undefined,
  ).length > 1 && 'only one of targetRefs or selector can be set';

export const texts = list(text());
export const filledTexts = list(text({ min: 1 }));
export const headerName = text({
  min: 1,
  max: 256,
  pattern: /^[-_A-Za-z0-9]+$/,
});
