import { parse, parseAllDocuments } from 'yaml';
import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '@meshwright/plugin-mesh-common/evaluate';
import {
  istioAnalyzers,
  lintObjects,
  type LintFinding,
  type ObjectRule,
} from '@meshwright/plugin-mesh-common/lint';
import { isEqual, needRecords, needText, toObject } from '../readCase';
import { NotSupported, type Difference, type Json } from '../types';

/** When the cases were written: certificates in them are judged then. */
const WRITTEN = '2026-08-22T00:00:00Z';

const levels = { error: 'Error', warning: 'Warning', info: 'Info' };

/** Cases about what one analyzer of Istio says of manifests. */
export function judgeAnalyzers(file: Json, item: Json): Difference | undefined {
  const { name, rules, kind } = findRules(needText(item, 'analyzer'));
  const files = toRecord(file.files);
  const objects = toTexts(item.inputFiles)
    .flatMap(path => readObjects(needText(files, path)))
    .filter(object => kind === undefined || object.kind === kind)
    .filter(object => isGiven(object, name));
  const meshConfig = readYaml(files, item.meshConfigFile) ?? {};
  const options = {
    rootNamespace: toText(meshConfig.rootNamespace) ?? 'istio-system',
    complete: true,
    now: WRITTEN,
    meshConfig,
    meshNetworks: readYaml(files, item.meshNetworksFile),
  };
  const findings = lintObjects(unique(objects), options, rules);
  const told = new Map(findings.map(finding => [keyOf(finding), finding]));
  const catalog = toRecord(file.messageCatalog);
  const got = [...told.values()].map(finding =>
    toMessage(finding, rules, catalog),
  );
  const expected = needRecords(item, 'expected');
  return isEqual(sort(expected), sort(got)) ? undefined : { expected, got };
}

/** An analyzer for the schema of one kind looks at that kind only. */
function findRules(analyzer: string): {
  name: string;
  rules: readonly ObjectRule[];
  kind?: string;
} {
  const [, name = '', kind] =
    /^([\w.]+)(?:\(collections\.(\w+)\)|\{.*\})?$/.exec(analyzer) ?? [];
  // Tests upstream may call a package by another name.
  const [, type = name] = name.split('.');
  const known = Object.keys(istioAnalyzers);
  const namesakes = known.filter(other => other.endsWith(`.${type}`));
  const [only] = known.includes(name) ? [name] : namesakes;
  if (only === undefined || (only !== name && namesakes.length > 1)) {
    throw new NotSupported(`analyzer ${analyzer}`);
  }
  return { name: only, rules: istioAnalyzers[only], kind };
}

/** Analyzers see what they ask for: pods, and Deployments only some. */
function isGiven({ kind }: MeshObject, analyzer: string): boolean {
  return kind === 'Deployment'
    ? /^(annotations|authn|deployment|injection|maturity)\./.test(analyzer)
    : !['StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'].includes(
        kind,
      );
}

/** Documents that are no objects are skipped, as Istio does. */
function readObjects(text: string): MeshObject[] {
  return parseAllDocuments(text, { uniqueKeys: false })
    .filter(document => document.errors.length === 0)
    .map((document): unknown => document.toJS())
    .filter(isRecord)
    .flatMap(value =>
      value.kind === 'List' ? toRecords(value.items) : [value],
    )
    .map(toObject);
}

/** The last of those with one name counts. */
function unique(objects: readonly MeshObject[]): MeshObject[] {
  const byName = new Map(
    objects.map(object => {
      const { apiVersion, kind, metadata } = object;
      const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
      const key = [group, kind, metadata.namespace ?? '', metadata.name];
      return [JSON.stringify(key), object];
    }),
  );
  return [...byName.values()];
}

function readYaml(files: Json, name: unknown): JsonObject | undefined {
  if (typeof name !== 'string') return undefined;
  const value: unknown = parse(needText(files, name));
  return isRecord(value) ? (value as JsonObject) : {};
}

function toMessage(
  { rule, severity, kind, namespace, name }: LintFinding,
  rules: readonly ObjectRule[],
  catalog: Json,
): Json {
  const { aliases = [] } = rules.find(({ code }) => code === rule) ?? {};
  const code = aliases.find(alias => alias.startsWith('IST')) ?? rule;
  const [message = code] =
    Object.entries(catalog).find(
      ([, entry]) => toRecord(entry).code === code,
    ) ?? [];
  return {
    message,
    code,
    level: levels[severity],
    resource: `${kind} ${namespace ? `${namespace}/` : ''}${name}`,
  };
}

/**
 * Istio tells once what reads the same: its texts name no place, and lines are
 * known of scalars only.
 */
function keyOf({ rule, kind, namespace, name, path, message }: LintFinding) {
  const hasLine =
    !/^MW(215[1-5]|2163|2164|2171)$/.test(rule) && !/mirrors/.test(path);
  const text = path ? message.split(path).join('') : message;
  return JSON.stringify([
    rule,
    kind,
    namespace,
    name,
    // Texts about patches say nothing of the patch at all.
    /^MW215[1-5]$/.test(rule) ? '' : text,
    hasLine ? path : '',
  ]);
}

function sort(messages: readonly Json[]): Json[] {
  const textOf = ({ code, resource }: Json) => `${code} ${resource}`;
  return [...messages].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}
