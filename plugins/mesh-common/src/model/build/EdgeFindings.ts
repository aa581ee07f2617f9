import { describeWhat } from '../describeWhat';
import type { Ask } from './asks';
import type { Claim } from './claims';
import type { Decision } from './Consents';
import type { Findings } from './Findings';
import { isBroad } from './Guardrails';
import type { Pair } from './readAsk';
import { isHttp } from './RouteTable';

/** Says what an owner should know of what was decided about edges. */
export class EdgeFindings {
  /** What is said of a provider, by how wide a dependency on it is. */
  readonly #wide = new Map<Claim, Map<string, string>>();

  constructor(readonly findings: Findings) {}

  add(pair: Pair, { ask, decisions }: { ask: Ask; decisions: Decision[] }) {
    for (const decision of decisions) {
      if (decision.consent.reason === 'Guardrail') {
        this.#addDenied(pair, decision);
      }
    }
    const { consumer, provider, need } = pair;
    const { declaration } = consumer.claim;
    const isOthers = provider.claim.declaration.owner !== declaration.owner;
    const breadth =
      provider.inMesh && isOthers ? describeBreadth(ask) : undefined;
    if (breadth) {
      this.findings.add(declaration, {
        code: 'MW1130',
        pointer: need.pointer,
        message: this.#describeWide(provider.claim, breadth),
      });
    }
  }

  #addDenied(
    { consumer, provider, need }: Pair,
    { ports, operations, consent }: Decision,
  ) {
    const { entityRef } = provider.claim.declaration;
    this.findings.add(consumer.claim.declaration, {
      code: 'MW1129',
      pointer: need.pointer,
      message: `${describeWhat(
        ports,
        operations,
      )} of ${entityRef} is denied by guardrail ${consent.guardrailId}: ${
        consent.message
      }. Remove the dependency, or talk to the platform team`,
    });
  }

  /** One text for the many who depend on the same provider. */
  #describeWide(provider: Claim, breadth: string): string {
    const known = this.#wide.get(provider) ?? new Map<string, string>();
    this.#wide.set(provider, known);
    const { entityRef, owner } = provider.declaration;
    const message =
      known.get(breadth) ??
      `The dependency on ${entityRef} of ${
        owner ?? 'nobody'
      } covers ${breadth}. Consume its API, or narrow it in spec.mesh.dependencies`;
    known.set(breadth, message);
    return message;
  }
}

function describeBreadth({ ports, operations }: Ask): string | undefined {
  if (!ports.some(isHttp)) {
    return undefined;
  }
  const methods =
    operations?.some(item => isBroad(item, 'every-method')) ?? true;
  const paths = operations?.some(item => isBroad(item, 'every-path')) ?? true;
  if (methods && paths) {
    return 'every method and every path';
  }
  return (methods && 'every method') || (paths && 'every path') || undefined;
}
