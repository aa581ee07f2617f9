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
  labels =>
    Object.keys(labels)
      .map(key => findLabelKeyProblem(key))
      .find(Boolean),
  labels =>
    Object.values(labels)
      .map(value => findLabelValueProblem(String(value)))
      .find(Boolean),
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
  const { generation, deletionGracePeriodSeconds, ...rest } = given.metadata;
  const byLabel = namedByLabel.includes(`${given.apiVersion}/${given.kind}`);
  return judge(byLabel ? metadataOfLabel : metadata, rest, {
    path: 'metadata',
    istio: '',
    core: true,
  });
}
