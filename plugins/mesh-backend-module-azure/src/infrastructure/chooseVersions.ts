import type { JsonObject } from '@backstage/types';
import type {
  MeshClusterSpec,
  SpecProblem,
} from '@meshwright/plugin-mesh-common';
import {
  compareNumbers,
  readKubernetesVersions,
  readMeshRevisions,
} from './discovery';
import type { ObservedInfrastructure } from './observed';
import { getText, getValue, readTexts } from './read';

/** What the cluster gets. */
export type ChosenVersions = {
  /** As it is written; `major.minor` for a new cluster. */
  kubernetes?: string;
  /** All that are there; one, but for the time of an upgrade. */
  revisions: string[];
  /** Whether the version is only supported for long terms. */
  isLongTerm: boolean;
  problems: SpecProblem[];
};

/**
 * The newest pair of Kubernetes and mesh that fits what is asked for; what a
 * cluster has already stays.
 */
export function chooseVersions(
  spec: MeshClusterSpec,
  options: {
    observed: Pick<ObservedInfrastructure, 'lists'>;
    live?: JsonObject;
  },
): ChosenVersions {
  const { live } = options;
  const running = readTexts(
    live,
    'properties.serviceMeshProfile.istio.revisions',
  );
  const hasMesh =
    getText(live, 'properties.serviceMeshProfile.mode') === 'Istio' &&
    running.length > 0;
  const version = getText(live, 'properties.kubernetesVersion');
  if (hasMesh) {
    const kubernetes = version;
    const problems = listUpgrades(spec, { version, running });
    return {
      kubernetes,
      revisions: running,
      isLongTerm: isLts(live),
      problems,
    };
  }
  const asked = {
    kubernetes: version ?? spec.kubernetes.version,
    revision: spec.mesh.revision,
  };
  const problems = version ? listUpgrades(spec, { version, running: [] }) : [];
  return choosePair(spec, { ...options, asked, problems });
}

function isLts(live: JsonObject | undefined): boolean {
  return getValue(live, 'properties.supportPlan') === 'AKSLongTermSupport';
}

function choosePair(
  spec: MeshClusterSpec,
  options: {
    observed: Pick<ObservedInfrastructure, 'lists'>;
    asked: { kubernetes?: string; revision?: string };
    problems: SpecProblem[];
  },
): ChosenVersions {
  const { observed, asked, problems } = options;
  const isPremium = spec.kubernetes.tier === 'Premium';
  const all = readKubernetesVersions(observed).filter(
    ({ isPreview }) => !isPreview,
  );
  const versions = all
    .filter(({ isStandard }) => isStandard || isPremium)
    .filter(
      ({ version }) =>
        !asked.kubernetes || isSameMinor(asked.kubernetes, version),
    );
  const known = readMeshRevisions(observed);
  const revisions = known.filter(
    ({ revision }) => !asked.revision || revision === asked.revision,
  );
  for (const { version, isStandard } of versions) {
    const found = revisions.find(({ standard, longTerm }) =>
      (isStandard ? standard : longTerm).some(one => isSameMinor(one, version)),
    );
    if (found) {
      const kubernetes = asked.kubernetes ?? version;
      const isLongTerm = !isStandard;
      return { kubernetes, revisions: [found.revision], isLongTerm, problems };
    }
  }
  const problem = describeMisfit({
    asked,
    hasVersion: versions.length > 0,
    hasRevision: revisions.length > 0,
    versions: all.map(({ version }) => version),
    revisions: known.map(({ revision }) => revision),
  });
  return {
    kubernetes: asked.kubernetes,
    revisions: asked.revision ? [asked.revision] : [],
    isLongTerm: false,
    problems: [...problems, problem],
  };
}

function describeMisfit(found: {
  asked: { kubernetes?: string; revision?: string };
  hasVersion: boolean;
  hasRevision: boolean;
  versions: string[];
  revisions: string[];
}): SpecProblem {
  const { asked, versions, revisions } = found;
  const severity = 'error';
  const field = 'kubernetes.version';
  if (versions.length === 0 || revisions.length === 0) {
    const what = versions.length === 0 ? 'Kubernetes' : 'the mesh';
    const message = `The region says of no version of ${what} that it can be had; look at the region, and at the subscription`;
    return { field: 'region', severity, message };
  }
  if (!found.hasVersion) {
    const message = `Kubernetes ${
      asked.kubernetes
    } cannot be had in this region and tier; choose among ${versions.join(
      ', ',
    )} (those with long-term support only need the tier Premium)`;
    return { field, severity, message };
  }
  if (!found.hasRevision) {
    const message = `The mesh revision '${
      asked.revision
    }' cannot be had in this region any more or yet; choose among ${revisions.join(
      ', ',
    )}`;
    return { field: 'mesh.revision', severity, message };
  }
  const pair = `Kubernetes ${asked.kubernetes ?? 'of any version'} and mesh ${
    asked.revision ?? 'of any revision'
  }`;
  return {
    field: asked.revision ? 'mesh.revision' : field,
    severity,
    message: `${pair} do not fit each other; leave one of them out, and what fits is chosen`,
  };
}

/** What a live cluster has is not changed here. */
function listUpgrades(
  { kubernetes, mesh }: MeshClusterSpec,
  { version, running }: { version?: string; running: string[] },
): SpecProblem[] {
  const problems: SpecProblem[] = [];
  if (
    kubernetes.version &&
    version &&
    !isSameMinor(kubernetes.version, version)
  ) {
    problems.push({
      field: 'kubernetes.version',
      severity: 'error',
      message: `The cluster runs Kubernetes ${version}. Upgrades are another task; leave the version out, or give the one that runs`,
    });
  }
  if (mesh.revision && running.length > 0 && !running.includes(mesh.revision)) {
    problems.push({
      field: 'mesh.revision',
      severity: 'error',
      message: `The cluster runs the mesh revision ${running.join(
        ' and ',
      )}. Upgrades are another task; leave the revision out, or give the one that runs`,
    });
  }
  return problems;
}

function isSameMinor(a: string, b: string): boolean {
  return compareNumbers(minorOf(a), minorOf(b)) === 0;
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
