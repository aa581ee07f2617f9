import { z } from 'zod';
import { quote } from './texts';

/** Azure allows fifty on a resource; some are ours. */
const MAX_TAGS = 40;
const MAX_KEY = 512;
const MAX_VALUE = 256;
const FORBIDDEN = /[<>%&\\?/]/;
const THEIRS = /^(?:microsoft|azure|windows)/i;
const OURS = /^(?:managed-by$|meshwright)/i;

const plainTags = z
  .record(z.string(), z.string())
  .superRefine((tags, context) => {
    const keys = Object.keys(tags);
    const refuse = (key: string | undefined, message: string) =>
      context.addIssue({
        code: 'custom',
        path: key === undefined ? [] : [key.slice(0, 80)],
        message,
      });
    if (keys.length > MAX_TAGS) {
      refuse(undefined, `has ${keys.length} tags; give at most ${MAX_TAGS}`);
      return;
    }
    const seen = new Set<string>();
    for (const key of keys) {
      const fault = describeFault(key, tags[key]);
      if (fault) {
        refuse(key, fault);
      } else if (seen.has(key.toLowerCase())) {
        refuse(key, 'is there in another case, too; keep one of them');
      }
      seen.add(key.toLowerCase());
    }
  });

function describeFault(key: string, value: string): string | undefined {
  if (key === '' || key.length > MAX_KEY || FORBIDDEN.test(key)) {
    return `${quote(
      key,
    )} is no name of a tag; use at most ${MAX_KEY} characters, none of < > % & \\ ? /`;
  }
  if (THEIRS.test(key)) {
    return 'begins with microsoft, azure or windows, which Azure keeps to itself; choose another name';
  }
  if (OURS.test(key)) {
    return 'is a tag by which Meshwright knows its own; choose another name';
  }
  return value.length > MAX_VALUE
    ? `is longer than ${MAX_VALUE} characters; write less`
    : undefined;
}

/** Tags of people. Compared by key regardless of case, as Azure does. */
export const tagsSchema = z.preprocess((tags, context) => {
  // A record leaves this key out without a word.
  if (tags instanceof Object && Object.hasOwn(tags, '__proto__')) {
    context.addIssue({
      code: 'custom',
      path: ['__proto__'],
      message: 'is no name of a tag; choose another name',
    });
  }
  return tags;
}, plainTags);
