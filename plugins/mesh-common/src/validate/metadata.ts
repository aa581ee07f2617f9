import { isRecord } from '../evaluate/readJson';
import { anything, list, map, object, text } from './schema/build';
import { judge } from './schema/judge';
import type { SchemaIssue } from './schema/Judgement';
import type { Rule } from './schema/node';
import {
  findLabelKeyProblem,
  findLabelValueProblem,
  isLowerLabel,
} from './text/kubernetes';

const texts = map(text());

const labelRules: Rule<Record<string, unknown>>[] = [
  labels => {
    for (const key of Object.keys(labels)) {
      const problem = findLabelKeyProblem(key);
      if (problem) return problem;
    }
    return undefined;
  },
  labels => {
    for (const key of Object.keys(labels)) {
      const problem = findLabelValueProblem(String(labels[key]));
      if (problem) return problem;
    }
    return undefined;
  },
];

const subdomain =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const LONGEST_NAME = 253;

const nameRule: Rule<string> = name =>
  !(name.length <= LONGEST_NAME && subdomain.test(name)) &&
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";

const metadata = object({
  annotations: texts,
  creationTimestamp: { ...text(), nullable: true },
  deletionTimestamp: text(),
  finalizers: list(text()),
  generateName: text(),
  labels: { ...texts, rules: labelRules },
  managedFields: list(anything),
  name: text({ rules: [nameRule] }),
  namespace: text(),
  ownerReferences: list(anything),
  resourceVersion: text(),
  selfLink: text(),
  uid: text(),
});

const labelRule: Rule<string> = name =>
  !isLowerLabel(name) &&
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";

/** For kinds whose names become labels of DNS names. */
const metadataOfLabel = object({
  ...metadata.fields,
  name: text({ rules: [labelRule] }),
});

const namedByLabel = ['v1/Namespace', 'v1/Service'];

/** What an API server says to an object's metadata. */
export function judgeMetadata(given: {
  apiVersion: string;
  kind: string;
  metadata?: unknown;
}): SchemaIssue[] {
  if (!isRecord(given.metadata)) return [];
  const byLabel = namedByLabel.includes(`${given.apiVersion}/${given.kind}`);
  return judge(
    byLabel ? metadataOfLabel : metadata,
    withoutNumbers(given.metadata),
    {
      path: 'metadata',
      istio: '',
      core: true,
    },
  );
}

/** Those that the API server counts are not judged. */
function withoutNumbers(given: Record<string, unknown>) {
  if (!('generation' in given || 'deletionGracePeriodSeconds' in given)) {
    return given;
  }
  const { generation, deletionGracePeriodSeconds, ...rest } = given;
  return rest;
}
