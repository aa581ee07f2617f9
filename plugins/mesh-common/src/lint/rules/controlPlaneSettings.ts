import { toRecords, toText, toTexts } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import type { Json } from './read/policies';
import { listContainers, listWorkloads } from './read/workloads';
import { plain } from './read/plain';

const choices: Readonly<Record<string, readonly string[]>> = {
  COMPLIANCE_POLICY: ['', 'fips-140-2', 'pqc'],
};

const NINETY_DAYS = 90 * 24;

/** What istiod is told in a way that it does not understand, or should not. */
export const controlPlaneSettings: ObjectRule = {
  code: 'MW2065',
  severity: 'warning',
  summary: 'The control plane is told what it understands',
  aliases: ['SEG-CONTROL-PLANE'],
  check: context =>
    listWorkloads(context).flatMap(workload =>
      listContainers(workload).flatMap(container =>
        [...checkContainer(container), ...checkPilot(container)].map(
          message => ({
            object: workload.object,
            path: `${workload.path}/containers`,
            message,
          }),
        ),
      ),
    ),
};

function checkContainer({ env }: Json): string[] {
  return toRecords(env).flatMap(({ name, value }) => {
    const variable = toText(name) ?? '';
    const text = toText(value) ?? '';
    const allowed = Object.hasOwn(choices, variable)
      ? choices[variable]
      : undefined;
    if (allowed && !allowed.includes(text)) {
      return [
        `${variable} '${text}' is not known (letter case counts), so nothing is enforced. Write ${allowed
          .filter(Boolean)
          .join(' or ')}, for istiod and for the proxies.`,
      ];
    }
    const hours = /^(MAX|DEFAULT)_WORKLOAD_CERT_TTL$/.test(variable)
      ? Number(/^(\d+)h/.exec(text)?.[1] ?? 0)
      : 0;
    return hours > NINETY_DAYS
      ? [
          `${variable} '${text}' lets certificates of workloads live longer than 90 days: a stolen key stays good for as long. Leave it at its default.`,
        ]
      : [];
  });
}

/** A control plane that was written by hand. */
function checkPilot(container: Json): string[] {
  const image = toText(container.image) ?? '';
  if (!/(^|\/)pilot(:|@|$)/.test(image)) return [];
  const names = toRecords(container.env).map(({ name }) => plain(name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    ...(toTexts(container.args).includes('discovery')
      ? []
      : [
          `Container '${plain(
            container.name,
          )}' runs the image of istiod without the argument "discovery": it is no control plane. Install it with istioctl, Helm or the add-on.`,
        ]),
    ...(twice === undefined
      ? []
      : [
          `${twice} is set twice for '${plain(
            container.name,
          )}', and the last one counts. Remove one.`,
        ]),
  ];
}
