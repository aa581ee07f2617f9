import type { ProvisionStep } from '@meshwright/plugin-mesh-common';

/** Words of Bicep, its functions that are used here, and our parameters. */
const TAKEN = [
  'as',
  'assert',
  'existing',
  'extension',
  'false',
  'for',
  'func',
  'if',
  'import',
  'in',
  'metadata',
  'module',
  'null',
  'output',
  'param',
  'provider',
  'resource',
  'targetScope',
  'true',
  'type',
  'using',
  'var',
  'with',
  'az',
  'sys',
  'json',
  'resourceGroup',
  'resourceId',
  'subscription',
  'subscriptionResourceId',
  'tenant',
  'location',
  'tags',
  'resourceGroupName',
];

/** Gives names that are free, made of ids of steps. */
export class Symbols {
  readonly #taken = new Set(TAKEN.map(word => word.toLowerCase()));

  /** For example `roleIngressSubnet` for `role/ingress-subnet`. */
  take(id: string): string {
    const words = id.split(/[^A-Za-z0-9]+/).filter(Boolean);
    const camel = words
      .map((word, index) =>
        index === 0
          ? word[0].toLowerCase() + word.slice(1)
          : word[0].toUpperCase() + word.slice(1),
      )
      .join('');
    const base = /^[A-Za-z]/.test(camel) ? camel : `the${camel}`;
    let symbol = base;
    for (let n = 2; this.#taken.has(symbol.toLowerCase()); n++) {
      symbol = n === 2 ? `${base}Resource` : `${base}${n}`;
    }
    this.#taken.add(symbol.toLowerCase());
    return symbol;
  }
}

/** Whether a step is part of what is exported, and how. */
export function exportedAs(
  step: ProvisionStep,
): 'resource' | 'existing' | 'manifest' | undefined {
  switch (step.target) {
    case 'kubernetes':
      return step.operation !== 'delete' && step.body ? 'manifest' : undefined;
    case 'arm':
      if (step.operation === 'leave' || !step.body) {
        return step.operation === 'delete' ? undefined : 'existing';
      }
      return step.operation === 'delete' ? undefined : 'resource';
    default:
      return undefined;
  }
}
