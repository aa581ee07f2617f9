import type { Contract, MeshInput } from '@meshwright/plugin-mesh-common';
import { keepLastReadable } from '@meshwright/plugin-mesh-node';
import type { CatalogListing } from '../catalog';
import type { ContractStore } from '../database';

/**
 * The contracts that count: those of the listing, and the last readable one
 * of an API whose definition cannot be read now or that is not listed.
 */
export async function readContracts(
  listing: CatalogListing,
  store: ContractStore,
): Promise<NonNullable<MeshInput['contracts']>> {
  const contracts = new Map(listing.contracts);
  const wanted = (await store.listRefs()).filter(ref => {
    const current = contracts.get(ref);
    return !current || current.kind === 'unreadable';
  });
  for (const [ref, last] of await store.get(wanted)) {
    const current = contracts.get(ref);
    contracts.set(ref, current ? keepLastReadable(current, last) : keep(last));
  }
  return Object.fromEntries(contracts);
}

/** An API that is gone takes nothing away by being gone. */
function keep(last: Contract): Contract {
  const message = 'the API is not in the catalog any more';
  return { ...last, problems: [], stale: { message } };
}
