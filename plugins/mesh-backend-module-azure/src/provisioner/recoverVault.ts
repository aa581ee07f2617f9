import type { JsonObject } from '@backstage/types';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { isObject, readText } from '../client/WireAnswer';
import { followWrite } from './followWrite';
import { isOurs } from './isOurs';
import type { StepWork } from './StepWork';

/**
 * Brings a vault of ours back that was deleted and still holds its name.
 * Undefined when there is none, or when it is somebody else's.
 */
export async function recoverVault(
  work: StepWork,
  desired: JsonObject,
): Promise<StepProgress | undefined> {
  const { step, context, manager } = work;
  const { id, name, type, apiVersion } = step.resource;
  const { signal } = context;
  const subscription = /^\/subscriptions\/[^/]+/i.exec(id)?.[0];
  const location = String(desired.location).replace(/\s/g, '').toLowerCase();
  const deleted = await manager.get(
    {
      id: `${subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`,
      apiVersion,
    },
    { signal },
  );
  const properties = deleted?.body.properties;
  const isSame =
    readText(properties, ['vaultId'])?.toLowerCase() === id.toLowerCase();
  if (
    !isObject(properties) ||
    !isSame ||
    !isOurs(properties, { type, owner: context })
  ) {
    return undefined;
  }
  const wanted = isObject(desired.properties) ? desired.properties : {};
  const operation = await manager.put(step.resource, {
    body: { ...desired, properties: { ...wanted, createMode: 'recover' } },
    signal,
  });
  // It comes back as it was, which need not be as it is wanted.
  return followWrite(work, operation, { verify: true });
}
