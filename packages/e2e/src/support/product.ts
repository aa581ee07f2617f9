import { readFileSync } from 'node:fs';
import type { Product } from '../startProduct';

/** The product that runs; `MESHWRIGHT_READY_FILE` names its addresses. */
export function readProduct(): Product {
  const file = process.env.MESHWRIGHT_READY_FILE;
  if (!file) {
    throw new Error('MESHWRIGHT_READY_FILE is not set');
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A name that no other run on the same product has. */
export function uniqueName(base: string): string {
  return `${base}-${Date.now().toString(36).slice(-6)}`;
}

/**
 * How long to poll for what happens within seconds: machines that run tests
 * have other things to do.
 */
export const soon = { timeout: 120_000 };
