import type { ObjectRule } from '../types';
import { listPolicies } from './read/policies';

/** As a default deny this is right; with a selector it may be a rule lost. */
export const allowNothing: ObjectRule = {
  code: 'MW2004',
  severity: 'info',
  summary: 'A policy for some workloads allows something',
  aliases: ['SEG-ALLOW-NOTHING'],
  check: context =>
    listPolicies(context)
      .filter(
        ({ action, rules, target }) =>
          action === 'ALLOW' &&
          rules.length === 0 &&
          (target.matchLabels !== undefined || target.targetRefs.length > 0),
      )
      .map(({ object }) => ({
        object,
        path: 'spec',
        message:
          'The policy has no rules: unless another one allows it, nobody may call the selected workloads. Add rules, or leave it when that is what is meant.',
      })),
};
