import type { Entity } from '@backstage/catalog-model';
import type { Contract } from '../types';
import type { Claim } from './claims';
import type { Contracts } from './Contracts';
import type { Findings } from './Findings';

/** So many problems of one definition are reported. */
const MAX_PROBLEMS = 20;
const POINTER = '/spec/definition';

/** Says to owners of APIs what of their definitions cannot be read. */
export function reportContracts(options: {
  entities: ReadonlyMap<string, Entity>;
  claims: Map<string, Claim>;
  contracts: Contracts;
  findings: Findings;
}) {
  const { entities, claims, contracts, findings } = options;
  const used = new Set<string>();
  for (const { declaration } of claims.values()) {
    declaration.providesApis.forEach(api => used.add(api));
    for (const { targetRef } of declaration.needs) {
      if (targetRef.startsWith('api:')) {
        used.add(targetRef);
      }
    }
  }
  const apis = [...used].filter(
    ref => ref.startsWith('api:') && entities.has(ref),
  );
  for (const entityRef of apis) {
    const contract = contracts.of(entityRef);
    if (!contracts.isReadable(entityRef)) {
      findings.add(
        { entityRef },
        {
          code: 'MW1123',
          pointer: POINTER,
          message: `The definition cannot be read${describe(
            contract,
          )}, so nothing new is granted to those who consume the API. Correct it`,
        },
      );
    }
    if (contract && contract.kind !== 'unreadable') {
      reportProblems(entityRef, contract, findings);
    }
  }
}

function reportProblems(
  entityRef: string,
  { problems }: Contract,
  findings: Findings,
) {
  problems
    .filter(({ severity }) => severity !== 'info')
    .slice(0, MAX_PROBLEMS)
    .forEach(({ at, message }) =>
      findings.add(
        { entityRef },
        {
          code: 'MW1127',
          pointer: POINTER,
          message: `${at ? `At ${at}: ` : ''}${message}`,
        },
      ),
    );
}

function describe(contract: Contract | undefined): string {
  const [problem] = contract?.problems ?? [];
  const why = contract?.stale?.message ?? problem?.message;
  const at = problem?.at ? ` at ${problem.at}` : '';
  return why ? ` (${why}${at})` : '';
}
