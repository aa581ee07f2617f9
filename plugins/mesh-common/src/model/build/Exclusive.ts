import type { Declaration, DeploymentClaim } from '../types';
import type { Refusal } from './Binder';

/** Pods and accounts that only one can have; who asks first has them. */
export class Exclusive {
  /** By place and exact selector. */
  readonly #selectors = new Map<string, string>();
  /** By place and every part of a selector. */
  readonly #parts = new Map<string, string>();
  readonly #accounts = new Map<string, Declaration>();

  /** Undefined when the claim holds from now on. */
  claim(
    declaration: Declaration,
    deployment: DeploymentClaim,
  ): Refusal | undefined {
    const { cluster, namespace, selector, serviceAccount } = deployment;
    const place = `${cluster}/${namespace}`;
    const account = `${place}/${serviceAccount}`;
    const user = this.#accounts.get(account);
    if (user && user.owner !== declaration.owner) {
      const message = `Service account ${serviceAccount} in ${place} is used by ${user.entityRef} of ${user.owner}. Use an account of your own`;
      return {
        code: 'MW1111',
        reason: 'ForeignNamespace',
        message,
      };
    }
    const parts = listParts(selector).map(part => `${place} ${part}`);
    const whole = `${place} ${JSON.stringify(Object.entries(selector))}`;
    const other =
      this.#parts.get(whole) ??
      parts.map(part => this.#selectors.get(part)).find(Boolean);
    if (other) {
      const message = `The selector ${describe(
        selector,
      )} in ${place} also selects pods of ${other}, which was there first. Choose labels that only pods of this service have`;
      return {
        code: 'MW1112',
        reason: 'SelectorOverlap',
        message,
      };
    }
    this.#accounts.set(account, user ?? declaration);
    this.#selectors.set(whole, declaration.entityRef);
    for (const part of parts) {
      this.#parts.set(part, declaration.entityRef);
    }
    return undefined;
  }
}

/** Every non-empty subset of the labels; selectors have few of them. */
function listParts(selector: Record<string, string>): string[] {
  const entries = Object.entries(selector);
  return Array.from({ length: 2 ** entries.length - 1 }, (_, index) =>
    JSON.stringify(
      entries.filter((__, bit) => Math.floor((index + 1) / 2 ** bit) % 2 === 1),
    ),
  );
}

function describe(selector: Record<string, string>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
