import type { ObjectRule } from '../types';
import { findIssues } from './verdicts';

/** What it should say is not said: the field is dropped in silence. */
export const knownFields: ObjectRule = {
  code: 'MW2302',
  severity: 'error',
  summary: 'Fields are ones that the definition of the kind has',
  aliases: ['SEG-UNKNOWN-FIELD'],
  check: context =>
    findIssues(
      context,
      'unknown',
      (name, { message }) =>
        `${name} has an ${message}. The API server refuses it, or drops the field and stores the rest. Correct the name, or remove it.`,
    ),
};
