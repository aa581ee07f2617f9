import { HttpMethod, PatchStrategy } from '@kubernetes/client-node';
import {
  type ChangeResult,
  describeDifference,
  FIELD_MANAGER,
  isOwned,
  isSameObject,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import omit from 'lodash/omit';
import { checkOwnership, isSharedKind } from './checkOwnership';
import { findLastingDifference } from './findLastingDifference';
import { getObject, handOver } from './handOver';
import { hasCode, KubernetesApiError } from './KubernetesApiError';
import type { ApiAnswer, KubernetesConnection } from './KubernetesConnection';
import { objectPath } from './kinds';
import { isHandEdit, listAppliedAdditions } from './managedFields';
import { quoteWarnings } from './quoteWords';
import { removeAdditions } from './removeAdditions';
import { sendWithRetry } from './sendWithRetry';
import { toApplyBody } from './toBody';
import { listRivals, nameRivals } from './toResult';

type UpdateChange = Extract<ObjectChange, { type: 'update' }>;
type Objection = Pick<ChangeResult, 'message' | 'advice'> & {
  outcome: 'conflict';
};
type UpdateOptions = { instance: string; signal?: AbortSignal };

/**
 * Applies what we want over what is there, for the version that was read
 * only.
 *
 * Edits by hand of an object of ours are undone; fields that another
 * declarative manager applies are left to it and reported.
 */
export async function updateObject(
  connection: KubernetesConnection,
  change: UpdateChange,
  options: UpdateOptions,
): Promise<ChangeResult> {
  const desired = omitForeign(change, options.instance);
  const objection = checkOwnership(change.live, options.instance);
  if (objection) {
    return {
      change,
      outcome: 'conflict',
      message: `Left alone: ${objection}`,
    };
  }
  const live = await finishCreation(connection, change.live, options);
  const lasting = await findLastingDifference(
    connection,
    { desired, live },
    options,
  );
  if (lasting !== undefined) {
    return { change, ...describeWebhook(lasting) };
  }
  const { body, warnings } = await apply(
    connection,
    { desired, live },
    options,
  );
  const applied = body as unknown as MeshObject;
  const objections = await settleDifference(
    connection,
    { desired, applied },
    options,
  );
  return {
    change,
    ...(objections ?? { outcome: 'applied' }),
    ...(warnings.length > 0 && { warnings: quoteWarnings(warnings) }),
  };
}

/** Who manages a namespace that others made is theirs to say. */
function omitForeign(
  { desired, live }: UpdateChange,
  instance: string,
): MeshObject {
  const { labels, ...metadata } = desired.metadata;
  return isOwned(live, instance)
    ? desired
    : {
        ...desired,
        metadata: { ...metadata, labels: omit(labels, LABEL_MANAGED_BY) },
      };
}

/** Undefined when the object is now as desired, or why it cannot be. */
async function settleDifference(
  connection: KubernetesConnection,
  objects: { desired: MeshObject; applied: MeshObject },
  options: UpdateOptions,
): Promise<Objection | undefined> {
  const { desired, applied } = objects;
  if (isSameObject(desired, applied)) {
    return undefined;
  }
  const rivals = isSharedKind(desired)
    ? []
    : listAppliedAdditions(applied.metadata.managedFields ?? []);
  if (rivals.length > 0) {
    return {
      outcome: 'conflict',
      message: `Somebody else manages fields that were added to it: ${nameRivals(
        rivals,
      )}`,
      advice: 'let that tool leave the object alone',
    };
  }
  const last = await removeAdditions(connection, objects, options);
  const [path] = describeDifference(desired, last);
  return path === undefined ? undefined : describeWebhook(path);
}

function describeWebhook(path: string): Objection {
  return {
    outcome: 'conflict',
    message: `A webhook of the cluster changes '${path}' whenever it is written`,
    advice: `let it leave objects with the label ${LABEL_MANAGED_BY}=${FIELD_MANAGER} alone`,
  };
}

/** Hands over what an interrupted creation left, if it did. */
async function finishCreation(
  connection: KubernetesConnection,
  live: MeshObject,
  options: UpdateOptions,
): Promise<MeshObject> {
  if (!live.metadata.managedFields?.length) {
    return live;
  }
  const whole = await getObject(connection, live, options);
  if (whole.metadata.resourceVersion !== live.metadata.resourceVersion) {
    throw new KubernetesApiError({
      code: 409,
      status: { message: 'it changed since it was read' },
    });
  }
  return handOver(connection, whole, options);
}

async function apply(
  connection: KubernetesConnection,
  objects: { desired: MeshObject; live: MeshObject },
  options: UpdateOptions,
): Promise<ApiAnswer> {
  const { live } = objects;
  const { instance, signal } = options;
  const send = (force: boolean) =>
    sendWithRetry(connection, {
      method: HttpMethod.PATCH,
      path: objectPath(objects.desired),
      query: { fieldManager: FIELD_MANAGER, force },
      contentType: PatchStrategy.ServerSideApply,
      body: toApplyBody({ ...objects, instance }),
      signal,
    });
  try {
    return await send(false);
  } catch (error) {
    if (
      hasCode(error, 409) &&
      isOwned(live, instance) &&
      (await areHandEdits(connection, { error, live, signal }))
    ) {
      return send(true);
    }
    throw error;
  }
}

/** True when all who are in the way wrote, and none of them applies. */
async function areHandEdits(
  connection: KubernetesConnection,
  options: {
    error: KubernetesApiError;
    live: MeshObject;
    signal?: AbortSignal;
  },
): Promise<boolean> {
  const rivals = listRivals(options.error);
  if (rivals.length === 0) {
    return false;
  }
  const { metadata } = await getObject(connection, options.live, options);
  const entries = metadata.managedFields ?? [];
  return rivals.every(({ manager }) => isHandEdit(entries, manager));
}
