import type { ObjectRule } from '../types';
import { findIssues } from './verdicts';

/** The object does not get into the cluster. */
export const rightShape: ObjectRule = {
  code: 'MW2301',
  severity: 'error',
  summary: 'Fields have the types and values that their definition allows',
  aliases: ['SEG-SCHEMA', 'SEG-ENUM', 'IST0106'],
  check: context =>
    findIssues(
      context,
      'shape',
      (name, { message }) =>
        `The API server refuses ${name}: ${message}. Correct the value.`,
    ),
};
