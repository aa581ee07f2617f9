import { z } from 'zod';
import { Ipv4Range, parseAddress } from '../addresses/Ipv4Range';

/** A text of a form, and what to write instead when it does not fit. */
export function text(options: { max: number; pattern: RegExp; hint: string }) {
  const { max, pattern, hint } = options;
  return z.string().superRefine((value, context) => {
    // Before any pattern, which must not see megabytes.
    if (value.length > max) {
      context.addIssue({
        code: 'custom',
        message: `is longer than ${max} characters; ${hint}`,
      });
    } else if (!pattern.test(value)) {
      context.addIssue({
        code: 'custom',
        message: `${quote(value)} does not fit; ${hint}`,
      });
    }
  });
}

export const cidr = () =>
  z.string().superRefine((value, context) => {
    const range = Ipv4Range.read(value.slice(0, 64));
    if (!(range instanceof Ipv4Range)) {
      context.addIssue({
        code: 'custom',
        message: `${quote(value)} ${range.fault}`,
      });
    }
  });

export const address = () =>
  z.string().superRefine((value, context) => {
    if (parseAddress(value.slice(0, 64)) === undefined) {
      context.addIssue({
        code: 'custom',
        message: `${quote(value)} is no IPv4 address; write it like 10.240.4.4`,
      });
    }
  });

/** Resource id of Resource Manager of the given type. */
export function resourceId(type: string) {
  const [provider, kind] = type.split('/');
  return text({
    max: 400,
    pattern: new RegExp(
      `^/subscriptions/[0-9a-f-]{36}/resourceGroups/[-\\w.()]{1,90}/providers/${provider.replace(
        '.',
        '\\.',
      )}/${kind}/[-\\w.]{1,260}$`,
      'i',
    ),
    hint: `give the full resource id: /subscriptions/…/resourceGroups/…/providers/${type}/<name>`,
  });
}

/** What somebody wrote, short enough for a sentence. */
export function quote(value: string): string {
  const shown = value.length > 80 ? `${value.slice(0, 77)}…` : value;
  return `'${shown}'`;
}
