import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { isSecretSetting, looksSecret } from './read/secrets';
import { listContainers, listWorkloads } from './read/workloads';
import { plain } from './read/plain';

/** What stands in a manifest is read by everybody who can read manifests. */
export const plainSecret: ObjectRule = {
  code: 'MW2055',
  severity: 'warning',
  summary: 'Secrets stand in Secrets',
  aliases: ['SEG-PLAIN-SECRET'],
  check: context => [...checkEnvironment(context), ...checkConfigMaps(context)],
};

function checkEnvironment(context: LintContext): RuleFinding[] {
  return listWorkloads(context).flatMap(workload =>
    listContainers(workload).flatMap(container =>
      toRecords(container.env).flatMap(({ name, value }) => {
        const variable = toText(name) ?? '';
        const text = toText(value) ?? '';
        if (!isSecretSetting(variable, text)) return [];
        const message = `Variable ${variable} of container '${plain(
          container.name,
        )}' holds a secret in plain text. Take it from a Secret (valueFrom.secretKeyRef) or from a key vault.`;
        return [
          {
            object: workload.object,
            path: `${workload.path}/containers`,
            message,
          },
        ];
      }),
    ),
  );
}

function checkConfigMaps(context: LintContext): RuleFinding[] {
  return context.ofKind('ConfigMap').flatMap(object =>
    Object.entries(toRecord(object.data)).flatMap(([key, value]) =>
      typeof value === 'string' && isKey(key, value)
        ? [
            {
              object,
              path: `data/${key}`,
              message: `'${key}' looks like a private key or a secret, and everybody who may read ConfigMaps can read it. Put it into a Secret or a key vault.`,
            },
          ]
        : [],
    ),
  );
}

function isKey(name: string, value: string): boolean {
  const isOneLine = !value.trim().includes('\n') && value.length < 500;
  return (
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value) ||
    /(^|[-_.])(ca|tls|private)?[-_.]?key\.pem$/i.test(name) ||
    (isOneLine && /password|secret/i.test(name) && looksSecret(name, value))
  );
}
