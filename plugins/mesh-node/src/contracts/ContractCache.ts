import { createHash } from 'node:crypto';
import type { Contract } from '@meshwright/plugin-mesh-common';
import { LRUCache } from 'lru-cache';
import {
  GRAPHQL_PATH_ANNOTATION,
  parseContract,
  type ContractSource,
} from './parseContract';

/**
 * Parses each definition once, by its content. Holds the contracts that were
 * asked for last, up to a number of operations and problems in all.
 *
 * @public
 */
export class ContractCache {
  readonly #contracts: LRUCache<string, Contract>;

  private constructor(size: number) {
    this.#contracts = new LRUCache({
      maxSize: size,
      sizeCalculation: contract =>
        1 + contract.operations.length + contract.problems.length,
    });
  }

  /** `size`: operations and problems in all; enough for 10,000 APIs of 50. */
  static create(options: { size?: number } = {}): ContractCache {
    return new ContractCache(options.size ?? 500_000);
  }

  /** The contract of a definition; as `parseContract`, it never throws. */
  parse(source: ContractSource): Contract {
    const key = deriveKey(source);
    const known = this.#contracts.get(key);
    if (known) return known;
    const contract = parseContract(source);
    this.#contracts.set(key, contract);
    return contract;
  }
}

/** Everything that decides what `parseContract` returns. */
function deriveKey({ type, definition, annotations }: ContractSource): string {
  const text = typeof definition === 'string' ? definition : undefined;
  const path = annotations?.[GRAPHQL_PATH_ANNOTATION];
  return createHash('sha256')
    .update(JSON.stringify([type, path, text?.length]))
    .update(text ?? '')
    .digest('base64');
}
