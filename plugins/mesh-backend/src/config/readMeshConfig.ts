import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { type Config, readDurationFromConfig } from '@backstage/config';
import { toError } from '@backstage/errors';
import { type HumanDuration, durationToMilliseconds } from '@backstage/types';
import type { Binding } from '@meshwright/plugin-mesh-common';
import { readClusterSettings } from './readClusterSettings';
import { readGuardrails } from './readGuardrails';
import type { ClusterSettings, MeshConfig } from './types';

const defaultSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 15 },
};

/** A value of the label that says who owns an object. */
const INSTANCE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const absent = (problem: string): MeshConfig => ({
  instance: '',
  problem,
  schedule: defaultSchedule,
  settleSeconds: 15,
  repairAfterSeconds: 5,
  hold: { minimum: 10, share: 0.05 },
  defaults: { approval: 'owner', retiringHours: 24, unclaimed: 'ask' },
  bindings: [],
  guardrails: [],
  clusters: [],
});

/** Reads everything under `mesh`. What is wrong there is told, not thrown. */
export function readMeshConfig(root: Config): MeshConfig {
  try {
    const config = root.getOptionalConfig('mesh');
    return config
      ? readPresent(config)
      : absent(
          "Meshwright is not configured: add 'mesh.instance' and 'mesh.clusters' to the app-config",
        );
  } catch (error) {
    return absent(
      `The configuration of Meshwright is not usable: ${
        toError(error).message
      }`,
    );
  }
}

function readPresent(config: Config): MeshConfig {
  const instance = config.getString('instance');
  if (!INSTANCE.test(instance)) {
    throw new Error(
      `'mesh.instance' is '${instance}'; it must be at most 63 lower case letters, digits and dashes`,
    );
  }
  const base = absent('');
  const clusters = refuseTwins(
    (config.getOptionalConfigArray('clusters') ?? []).map(readClusterSettings),
  );
  return {
    instance,
    schedule: config.has('schedule')
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          config.getConfig('schedule'),
        )
      : base.schedule,
    settleSeconds: readSeconds(config, 'settle') ?? base.settleSeconds,
    repairAfterSeconds:
      readSeconds(config, 'drift.repairAfter') ?? base.repairAfterSeconds,
    hold: {
      minimum: config.getOptionalNumber('hold.minimum') ?? base.hold.minimum,
      share: config.getOptionalNumber('hold.share') ?? base.hold.share,
    },
    defaults: {
      approval:
        readChoice(config, 'access.approval', ['none', 'owner']) ??
        base.defaults.approval,
      retiringHours:
        (readSeconds(config, 'retiring.grace') ??
          base.defaults.retiringHours * 3600) / 3600,
      unclaimed:
        readChoice(config, 'bindings.unclaimed', ['first-come', 'ask']) ??
        base.defaults.unclaimed,
    },
    bindings: (config.getOptionalConfigArray('bindings.static') ?? []).map(
      readBinding,
    ),
    guardrails: readGuardrails(config, clusters),
    verifyImage: config.getOptionalString('verify.image'),
    clusters,
  };
}

function readBinding(entry: Config, position: number): Binding {
  const namespace = entry.getOptionalString('namespace');
  const host = entry.getOptionalString('host');
  if (Boolean(namespace) === Boolean(host)) {
    throw new Error(
      `'mesh.bindings.static[${position}]' needs either 'namespace' or 'host'`,
    );
  }
  return {
    id: `config-${position}`,
    cluster: entry.getOptionalString('cluster') ?? '*',
    ...(namespace && { namespace }),
    ...(host && { host }),
    owner: entry.getString('owner'),
    locationPrefix: entry.getOptionalString('locationPrefix'),
    origin: 'config',
    by: 'config',
    // Configuration was there before everything else.
    at: '1970-01-01T00:00:00.000Z',
  };
}

/** Two clusters of one name would undo each other's work. */
function refuseTwins(clusters: ClusterSettings[]): ClusterSettings[] {
  return clusters.map((settings, position) => {
    const first = clusters.findIndex(({ name }) => name === settings.name);
    return first === position
      ? settings
      : {
          ...settings,
          name: `clusters[${position}]`,
          cluster: undefined,
          problem: `The name '${settings.name}' is given to two clusters`,
        };
  });
}

function readSeconds(config: Config, key: string): number | undefined {
  if (!config.has(key)) {
    return undefined;
  }
  const duration: HumanDuration = readDurationFromConfig(config, { key });
  return durationToMilliseconds(duration) / 1000;
}

function readChoice<T extends string>(
  config: Config,
  key: string,
  choices: readonly T[],
): T | undefined {
  const value = config.getOptionalString(key);
  const choice = choices.find(known => known === value);
  if (value !== undefined && !choice) {
    throw new Error(
      `'mesh.${key}' is '${value}'; it must be one of ${choices.join(', ')}`,
    );
  }
  return choice;
}
