import type { JsonObject } from '@backstage/types';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { readError } from '../client/readError';
import { readTrouble } from '../client/TroubleError';
import { readProvisioningState, type WireResource } from '../client/WireAnswer';
import { compareBodies, mergeBodies } from '../infrastructure';
import { failStep, retryStep } from './failStep';
import { followWrite } from './followWrite';
import { isOurs } from './isOurs';
import { buildPreconditions } from './preconditions';
import { isBroken, isBusy } from './provisioningStates';
import { readDesired } from './readDesired';
import { recoverVault } from './recoverVault';
import { keepRunning, type StepWork, watchResource } from './StepWork';

/** Compares, and writes what differs. Twice does the thing once. */
export async function startWrite(work: StepWork): Promise<StepProgress> {
  const { step, context, manager } = work;
  const { signal } = context;
  const live = await manager.get(step.resource, { signal });
  const state = readProvisioningState(live?.body);
  if (live && isBusy(state)) {
    // A process that died may have sent it; and nobody writes in between.
    const poller = watchResource(work, { changed: state === 'creating' });
    return keepRunning(work, { poller, answer: live.answer });
  }
  const desired = await readDesired(work);
  if (!live) {
    return create(work, desired);
  }
  return update(work, { live, desired });
}

async function create(work: StepWork, body: JsonObject): Promise<StepProgress> {
  const { step, context, manager } = work;
  const { resource } = step;
  const { signal } = context;
  try {
    const operation = await manager.put(resource, {
      ...buildPreconditions(resource.type, null),
      body,
      signal,
    });
    return await followWrite(work, operation);
  } catch (error) {
    const trouble = readTrouble(error);
    const codes =
      trouble?.kind === 'refused' ? readError(trouble.answer.body).codes : [];
    if (codes.some(code => /^missingsubscriptionregistration$/i.test(code))) {
      await register(work);
    }
    const isTaken = codes.some(code =>
      /^(vaultalreadyexists|conflicterror|conflict)$/i.test(code),
    );
    const isVault = resource.type.toLowerCase() === 'microsoft.keyvault/vaults';
    const recovered =
      isTaken && isVault ? await recoverVault(work, body) : undefined;
    if (recovered) {
      return recovered;
    }
    throw error;
  }
}

async function update(
  work: StepWork,
  { live, desired }: { live: WireResource; desired: JsonObject },
): Promise<StepProgress> {
  const { step, context, manager } = work;
  const { resource } = step;
  const { signal } = context;
  const owned = isOurs(live.body, { type: resource.type, owner: context });
  const whose = { owned: owned !== false };
  const changes = compareBodies(desired, live.body, whose);
  const isFailed = isBroken(readProvisioningState(live.body));
  if (changes.length === 0 && !isFailed) {
    return { state: 'succeeded', changed: false, message: 'As planned' };
  }
  const isShown = changes.every(({ path }) =>
    step.changes.some(shown => shown.path === path),
  );
  if (owned === false && !(step.operation === 'update' && isShown)) {
    return failStep(
      step,
      'It exists, was not made by this installation, and would be changed in a way that the preview did not show; so it was left alone. Look at the preview again.',
    );
  }
  if (isReplaced(resource.type, changes)) {
    await manager.delete(resource, { signal });
    return retryStep(step, {
      attempt: context.attempt,
      afterMs: 0,
      message: 'The identity was made anew, so its role is granted anew.',
    });
  }
  const body = mergeBodies(desired, live.body, whose);
  const operation = await manager.put(resource, {
    ...buildPreconditions(resource.type, live.etag),
    body,
    signal,
  });
  return followWrite(work, operation);
}

/** A role assignment never changes whom it is for. */
function isReplaced(type: string, changes: Array<{ path: string }>): boolean {
  return (
    type.toLowerCase() === 'microsoft.authorization/roleassignments' &&
    changes.some(({ path }) => path === 'properties.principalId')
  );
}

/** Whoever tries again later finds it registered, or on its way. */
async function register({ step, context, manager }: StepWork): Promise<void> {
  const { id, type } = step.resource;
  const subscription = /^\/subscriptions\/[^/]+/i.exec(id)?.[0];
  const [namespace] = type.split('/');
  const provider = `${subscription}/providers/${namespace}`;
  const { signal } = context;
  try {
    const address = { id: provider, apiVersion: '2022-09-01' };
    await manager.post(address, { action: 'register', signal });
  } catch {
    signal?.throwIfAborted();
    // The error that led here says what a person has to do.
  }
}
