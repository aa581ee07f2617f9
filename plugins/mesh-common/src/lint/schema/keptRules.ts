import type { ObjectRule } from '../types';
import { findIssues } from './verdicts';

/** The object does not get into the cluster. */
export const keptRules: ObjectRule = {
  code: 'MW2303',
  severity: 'error',
  summary: 'Objects keep the rules of the definition of their kind',
  aliases: ['SEG-CEL'],
  check: context =>
    findIssues(
      context,
      'rule',
      (name, { message }) =>
        `The API server refuses ${name}: ${message}. Change the object so that the rule holds.`,
    ),
};
