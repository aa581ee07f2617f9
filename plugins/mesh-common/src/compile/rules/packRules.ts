import type { JsonObject } from '@backstage/types';

/** Who may do what, on what condition; without a source: anybody. */
export type Rule = {
  source?: JsonObject;
  /** Items of `to`, of which the CRD admits 512. */
  operations: JsonObject[];
  when?: JsonObject[];
};

/** The CRD admits 512 rules, and as many items in each of their lists. */
export const MAX_ITEMS = 500;
/** Characters of one policy: far below what the API server stores at most. */
export const MAX_WEIGHT = 200_000;

/** As few lists of rules as stay within what one policy may hold. */
export function packRules(rules: readonly Rule[]): Rule[][] {
  const packed: Rule[][] = [];
  let room = 0;
  for (const rule of rules.flatMap(splitOperations)) {
    const weight = JSON.stringify(rule).length;
    const last = packed[packed.length - 1];
    if (last && weight <= room && last.length < MAX_ITEMS) {
      last.push(rule);
      room -= weight;
    } else {
      packed.push([rule]);
      room = MAX_WEIGHT - weight;
    }
  }
  return packed;
}

/** The rules as Istio writes them. */
export function writeRules(rules: readonly Rule[]): JsonObject[] {
  return rules.map(({ source, operations, when }) => ({
    ...(source && { from: [{ source }] }),
    to: operations.map(operation => ({ operation })),
    ...(when && { when }),
  }));
}

function splitOperations(rule: Rule): Rule[] {
  const parts: Rule[] = [];
  let room = 0;
  for (const operation of rule.operations) {
    const weight = JSON.stringify(operation).length;
    const last = parts[parts.length - 1];
    if (last && weight <= room && last.operations.length < MAX_ITEMS) {
      last.operations.push(operation);
      room -= weight;
    } else {
      parts.push({ ...rule, operations: [operation] });
      room = MAX_WEIGHT / 2 - weight;
    }
  }
  return parts;
}
