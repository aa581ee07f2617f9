import type { JsonObject } from '@backstage/types';
import { canonicalize } from '../objects/canonicalize';
import type { MeshObject } from '../objects/types';
import type { ObjectChange } from './listChanges';
import type { Phase } from './phases';

/** When a PeerAuthentication changes. */
export function phaseOfPeer(
  change: ObjectChange,
  baselines: ReadonlyMap<string, string>,
): Phase {
  const object = change.type === 'delete' ? change.live : change.desired;
  if (isBaseline(object)) {
    const before = change.type === 'create' ? undefined : change.live;
    const after = change.type === 'delete' ? undefined : change.desired;
    return phaseOfBaseline(before, after);
  }
  if (change.type === 'delete') {
    return 'tidy';
  }
  const isStrictAround =
    baselines.get(object.metadata.namespace ?? '') === 'STRICT';
  const isLenient = listModes(object).some(mode => mode !== 'STRICT');
  if (isStrictAround) {
    return isLenient ? 'loosen' : 'secure';
  }
  return isLenient ? 'found' : 'secure';
}

/** Mode of the PeerAuthentication of every namespace as a whole. */
export function readBaselines(live: Iterable<MeshObject>): Map<string, string> {
  const baselines = new Map<string, string>();
  for (const object of live) {
    if (object.kind === 'PeerAuthentication' && isBaseline(object)) {
      baselines.set(object.metadata.namespace ?? '', modeOf(object));
    }
  }
  return baselines;
}

function phaseOfBaseline(before?: MeshObject, after?: MeshObject): Phase {
  const ranks = ['DISABLE', 'PERMISSIVE', 'STRICT'];
  const difference =
    ranks.indexOf(modeOf(after)) - ranks.indexOf(modeOf(before));
  if (difference === 0) {
    return 'widen';
  }
  return difference > 0 ? 'secure' : 'loosen';
}

function isBaseline(object: MeshObject): boolean {
  return canonicalize(object).spec?.selector === undefined;
}

function modeOf(object: MeshObject | undefined): string {
  const mtls = object?.spec?.mtls as JsonObject | undefined;
  const mode = mtls?.mode;
  return typeof mode === 'string' && mode !== 'UNSET' ? mode : 'PERMISSIVE';
}

function listModes(object: MeshObject): string[] {
  const { mtls, portLevelMtls = {} } = canonicalize(object).spec ?? {};
  const parts = [mtls, ...Object.values(portLevelMtls as JsonObject)];
  return parts.flatMap(part => {
    const mode = (part as JsonObject | undefined)?.mode;
    return typeof mode === 'string' ? [mode] : [];
  });
}
