import { isRecord, toTexts } from '../../evaluate/readJson';
import { isInBlock, parseBlock } from '../../evaluate/matchIp';
import { either, int32, list, map, object, oneOf, text } from '../schema/build';
import type { Json, Rule } from '../schema/node';
import { isPort } from '../text/address';
import {
  findLabelKeyProblem,
  findLabelValueProblem,
  findPortNameProblem,
} from '../text/kubernetes';

/** Anything that has all of some labels. */
const matchLabels = map(
  text({ rules: [value => findLabelValueProblem(value)] }),
  {
    rules: [
      labels =>
        Object.keys(labels)
          .map(key => findLabelKeyProblem(key))
          .find(Boolean),
    ],
  },
);

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

const valuesFit: Rule<Json> = ({ operator, values }) => {
  const some = toTexts(values).length > 0;
  const wanted = operator === 'In' || operator === 'NotIn';
  if (!operators.includes(String(operator))) {
    return 'not a valid selector operator';
  }
  if (wanted && !some) {
    return "values must be specified when `operator` is 'In' or 'NotIn'";
  }
  return (
    !wanted &&
    some &&
    "values may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
  );
};

const labelSelector = object({
  matchLabels,
  matchExpressions: list(
    object(
      {
        key: text({ rules: [key => findLabelKeyProblem(key)] }),
        operator: text(),
        values: list(text({ rules: [value => findLabelValueProblem(value)] })),
      },
      { required: ['key', 'operator'], rules: [valuesFit] },
    ),
  ),
});

const outOfRange: Rule<number> = value =>
  !isPort(value) && 'must be between 1 and 65535, inclusive';

const portRules: Rule<Json>[] = [
  ({ port, endPort }) =>
    endPort !== undefined &&
    port === undefined &&
    'endPort may not be specified when `port` is not specified',
  ({ port, endPort }) =>
    endPort !== undefined &&
    typeof port === 'string' &&
    'endPort may not be specified when `port` is non-numeric',
  ({ port, endPort }) =>
    typeof port === 'number' &&
    typeof endPort === 'number' &&
    endPort < port &&
    'endPort must be greater than or equal to `port`',
];

const ports = list(
  object(
    {
      endPort: int32({ rules: [outOfRange] }),
      port: either(
        int32({ rules: [outOfRange] }),
        text({ rules: [value => findPortNameProblem(value)] }),
      ),
      protocol: oneOf('TCP', 'UDP', 'SCTP'),
    },
    { rules: portRules },
  ),
);

const cidr: Rule<string> = value =>
  !(value.includes('/') && parseBlock(value)) &&
  'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

const strictlyInside: Rule<Json> = block => {
  const whole = parseBlock(String(block.cidr));
  const outside = toTexts(block.except).find(each => {
    const part = parseBlock(each);
    return !(
      whole &&
      part &&
      part.prefix > whole.prefix &&
      isInBlock(part.address, whole)
    );
  });
  return (
    outside !== undefined &&
    `except "${outside}" must be a strict subset of cidr`
  );
};

const ipBlock = object(
  { cidr: text({ rules: [cidr] }), except: list(text({ rules: [cidr] })) },
  { required: ['cidr'], rules: [strictlyInside] },
);

const peerRules: Rule<Json>[] = [
  peer => Object.keys(peer).length === 0 && 'must specify a peer',
  peer =>
    isRecord(peer.ipBlock) &&
    (peer.podSelector !== undefined || peer.namespaceSelector !== undefined) &&
    'may not specify both ipBlock and another peer',
];

const peers = list(
  object(
    { ipBlock, namespaceSelector: labelSelector, podSelector: labelSelector },
    { rules: peerRules },
  ),
);

export const networkPolicy = object({
  egress: list(object({ ports, to: peers })),
  ingress: list(object({ from: peers, ports })),
  podSelector: labelSelector,
  policyTypes: list(oneOf('Ingress', 'Egress'), {
    rules: [
      types => types.length > 2 && 'may not specify more than two policyTypes',
    ],
  }),
});
