import { findAttribute } from '../../evaluate/fields';
import { parseBlock } from '../../evaluate/matchIp';
import { toText, toTexts } from '../../evaluate/readJson';
import { isPort, type Json } from './shared';

/** What is wrong with the values of a source or an operation. */
export function validateValues(fields: Json): string[] {
  return Object.entries(fields).flatMap(([name, values]) =>
    toTexts(values).flatMap(value => {
      const problem = findProblem(name, value);
      return problem ? [`\`${name}\`: ${problem}`] : [];
    }),
  );
}

function findProblem(name: string, value: string): string | undefined {
  if (value === '') return 'values must not be empty';
  const field = name.replace(/^not/, '').toLowerCase();
  if (field === 'ports' && !isPort(value)) return `"${value}" is no port`;
  if (field.endsWith('ipblocks') && !parseBlock(value)) {
    return `"${value}" is no address or CIDR`;
  }
  if (field === 'serviceaccounts' && /\*|\/.*\//.test(value)) {
    return `"${value}" is no service account`;
  }
  return field === 'paths' ? findTemplateProblem(value) : undefined;
}

const literal = /^[a-zA-Z0-9-._~%!$&'()+,;:@=]+$/;

/** `{*}` stands for a segment, `{**}` for all that follow, at the end. */
function findTemplateProblem(path: string): string | undefined {
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  const segments = path.replace(/^\/+|\/+$/g, '').split('/');
  let ended = false;
  for (const segment of segments) {
    const operator = segment === '{*}' || segment === '{**}';
    if (operator && ended) return `"${path}": {**} is not the last operator`;
    if (segment === '{**}') ended = true;
    if (operator) continue;
    if (/[{}]/.test(segment)) return `"${path}" is no valid template`;
    if (isTemplate && !literal.test(segment)) {
      return `"${path}" is no valid template`;
    }
  }
  return undefined;
}

const notForCustom = /^(source\.(namespace|principal)|request\.auth\.)/;

/** What is wrong with an item of `when`. */
export function validateCondition(condition: Json, action: string): string[] {
  const key = toText(condition.key) ?? '';
  const values = [
    ...toTexts(condition.values),
    ...toTexts(condition.notValues),
  ];
  if (key === '') return ['`key` must not be empty'];
  if (values.length === 0) {
    return [`\`${key}\`: at least one of values or notValues must be set`];
  }
  const field = findAttribute(key);
  if (!field) return [`unknown attribute (${key})`];
  const errors = values
    .filter(value => value === '' || !field.compile(value, ''))
    .map(value => `\`${key}\` cannot be "${value}"`);
  return action === 'CUSTOM' && notForCustom.test(key)
    ? [...errors, `\`${key}\` is not supported with action CUSTOM`]
    : errors;
}
