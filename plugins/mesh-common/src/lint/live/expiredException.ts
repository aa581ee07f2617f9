import { ANNOTATION_EXCEPTIONS } from '../../objects';
import type { ObjectRule, RuleFinding } from '../types';
import { annotationOf } from '../rules/read/plain';

/** An exception that outlives its reason is a hole. */
export const expiredException: ObjectRule = {
  code: 'MW3012',
  severity: 'error',
  summary: 'Exceptions end when they were meant to',
  aliases: ['SEG-EXPIRED'],
  check: ({ objects, options }) => {
    const now = Date.parse(options.now ?? '');
    if (Number.isNaN(now)) return [];
    return objects.flatMap(object =>
      annotationOf(object.metadata, ANNOTATION_EXCEPTIONS)
        .split('\n')
        .flatMap((line): RuleFinding[] => {
          const until = / until (\S{1,40}?):? /.exec(`${line} `)?.[1] ?? '';
          const end = Date.parse(until.replace(/:$/, ''));
          return !Number.isNaN(end) && end <= now
            ? [
                {
                  object,
                  path: `metadata/annotations/${ANNOTATION_EXCEPTIONS.replace(
                    '/',
                    '~1',
                  )}`,
                  message: `The exception '${line.slice(
                    0,
                    120,
                  )}' is over, and it is still in force. Let the next pass remove it, or ask for a new one.`,
                },
              ]
            : [];
        }),
    );
  },
};
