import { computeQuotas, networkQuotas } from './quotas';

/** A size of virtual machines. */
export type VmSize = {
  name: string;
  family: string;
  cores: number;
  memoryGb: number;
  zones: string[];
};

/** A mesh revision with the Kubernetes versions that it runs on. */
export type MeshRevision = {
  revision: string;
  upgrades: string[];
  /** `major.minor`. */
  kubernetes: string[];
  longTerm: string[];
};

/** A minor version of Kubernetes. */
export type KubernetesVersion = {
  version: string;
  patches: string[];
  supportPlans: string[];
  isDefault?: boolean;
};

/** A limit with what others use of it. */
export type Quota = {
  name: string;
  label: string;
  limit: number;
  used: number;
};

/**
 * What Azure offers: changes with time in reality, so tests may change it.
 *
 * @public
 */
export type Facts = {
  regions: string[];
  kubernetesVersions: KubernetesVersion[];
  /** Oldest first. */
  meshRevisions: MeshRevision[];
  sizes: VmSize[];
  /** Of cores, by name of the family; `cores` for all. */
  computeQuotas: Quota[];
  networkQuotas: Quota[];
  clusterLimit: number;
};

const STANDARD = 'KubernetesOfficial';
const LONG_TERM = 'AKSLongTermSupport';

function version(
  minor: string,
  options: { patches: string[]; standard: boolean; isDefault?: boolean },
): KubernetesVersion {
  return {
    version: minor,
    patches: options.patches.map(patch => `${minor}.${patch}`),
    supportPlans: options.standard ? [STANDARD, LONG_TERM] : [LONG_TERM],
    ...(options.isDefault && { isDefault: true }),
  };
}

function size(
  name: string,
  family: string,
  [cores, memoryGb]: [number, number],
): VmSize {
  return { name, family, cores, memoryGb, zones: ['1', '2', '3'] };
}

/** As of November 2026. */
export function defaultFacts(): Facts {
  return {
    regions: [
      'westeurope',
      'northeurope',
      'germanywestcentral',
      'swedencentral',
      'eastus',
      'eastus2',
      'westus2',
      'westus3',
    ],
    kubernetesVersions: [
      version('1.31', { patches: ['13'], standard: false }),
      version('1.32', { patches: ['10', '11'], standard: false }),
      version('1.33', { patches: ['8', '9'], standard: false }),
      version('1.34', { patches: ['6', '7'], standard: true }),
      version('1.35', { patches: ['3', '4'], standard: true, isDefault: true }),
      version('1.36', { patches: ['1', '2'], standard: true }),
      version('1.37', { patches: ['0'], standard: true }),
    ],
    meshRevisions: [
      {
        revision: 'asm-1-29',
        upgrades: ['asm-1-30'],
        kubernetes: ['1.34', '1.35', '1.36'],
        longTerm: ['1.31', '1.32', '1.33', '1.34', '1.35', '1.36'],
      },
      {
        revision: 'asm-1-30',
        upgrades: [],
        kubernetes: ['1.34', '1.35', '1.36'],
        longTerm: ['1.32', '1.33', '1.34', '1.35', '1.36'],
      },
    ],
    sizes: [
      size('Standard_D2ds_v5', 'standardDDSv5Family', [2, 8]),
      size('Standard_D4ds_v5', 'standardDDSv5Family', [4, 16]),
      size('Standard_D8ds_v5', 'standardDDSv5Family', [8, 32]),
      size('Standard_D16ds_v5', 'standardDDSv5Family', [16, 64]),
      size('Standard_D2s_v5', 'standardDSv5Family', [2, 8]),
      size('Standard_D4s_v5', 'standardDSv5Family', [4, 16]),
      size('Standard_D8s_v5', 'standardDSv5Family', [8, 32]),
      size('Standard_D2ads_v5', 'standardDADSv5Family', [2, 8]),
      size('Standard_D4ads_v5', 'standardDADSv5Family', [4, 16]),
      size('Standard_D4ds_v6', 'standardDdsv6Family', [4, 16]),
      size('Standard_E4ds_v5', 'standardEDSv5Family', [4, 32]),
      size('Standard_B2s', 'standardBSFamily', [2, 4]),
    ],
    computeQuotas: computeQuotas(),
    networkQuotas: networkQuotas(),
    clusterLimit: 100,
  };
}
