import {
  type ClusterSnapshot,
  isOwned,
  LABEL_ENTITY,
} from '@meshwright/plugin-mesh-common';
import type { StoredCustody, StoredPass } from '../database';
import type { PassModel } from './buildPassModel';

/** Why a listing of the catalog looks like a loss, not like a decision. */
export function findCatalogLoss(built: PassModel): string | undefined {
  const isMissed = built.input.lastGood.some(({ confirmed }) => !confirmed);
  return built.present.length === 0 && isMissed
    ? 'The catalog has no entity of the mesh any more. Nothing is withdrawn until some are back, or until somebody confirms that each of them is gone'
    : undefined;
}

/** Why the database looks lost, seen from the cluster. */
export function findDatabaseLoss(options: {
  snapshot: ClusterSnapshot;
  instance: string;
  lastPass?: StoredPass;
  custody?: StoredCustody;
}): string | undefined {
  const { snapshot, instance, lastPass, custody } = options;
  const hasObjects = snapshot.objects.some(
    object =>
      isOwned(object, instance) &&
      object.metadata.labels?.[LABEL_ENTITY] !== undefined,
  );
  // After taking a cluster over, the first pass finds what is ours by then.
  return hasObjects && isUnknown(lastPass) && !custody?.guarded
    ? `The cluster has objects of '${instance}', but the database has no record of them. If it was lost on purpose, start a pass by hand; otherwise restore it`
    : undefined;
}

/** No pass has managed the cluster, as far as the database knows. */
function isUnknown(pass: StoredPass | undefined): boolean {
  return (
    !pass ||
    (pass.state !== 'managing' && Object.keys(pass.appliedDigests).length === 0)
  );
}
