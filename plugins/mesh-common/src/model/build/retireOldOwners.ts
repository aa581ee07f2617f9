import type { MeshInput } from '../types';
import { type Bindings, covers } from './bindings';
import { type Claim, retireClaim } from './claims';
import type { Ends } from './Ends';
import type { Findings } from './Findings';

/**
 * Where an entity changed hands and the new claim does not hold, the old one
 * goes out slowly instead of at once.
 */
export function retireOldOwners(options: {
  input: MeshInput;
  claims: Map<string, Claim>;
  findings: Findings;
  bindings: Bindings;
  ends: Ends;
}) {
  const { input, claims, findings, bindings, ends } = options;
  const isBound = ({ declaration }: Pick<Claim, 'declaration'>) =>
    declaration.deployments.some(({ cluster, namespace }) =>
      bindings
        .ofNamespace(cluster, namespace)
        .some(binding => covers(binding, declaration)),
    );
  for (const [ref, claim] of claims) {
    const { lastGood, declaration } = claim;
    const old = lastGood?.declaration;
    const sameHands =
      old?.owner === declaration.owner &&
      old?.location === declaration.location;
    if (lastGood && old && !claim.retiring && !sameHands) {
      const out =
        isBound({ declaration: old }) && !isBound(claim)
          ? retireClaim(lastGood, lastGood.seenAt, { input, ends })
          : undefined;
      if (out?.retiring) {
        const message = `${ref} changed hands from ${old.owner} to ${declaration.owner}, who may not use its namespace. What it had stays until ${out.retiring.until}; ask the platform team for a binding`;
        findings.add(declaration, {
          code: 'MW1122',
          pointer: '/spec/owner',
          message,
        });
        claims.set(ref, { ...out, retiring: { ...out.retiring, message } });
      }
    }
  }
}
