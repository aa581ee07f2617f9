import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { z } from 'zod';

/** A full reference, made canonical. */
export const entityRef = z
  .string()
  .max(512)
  .transform((value, context) => {
    try {
      return stringifyEntityRef(parseEntityRef(value));
    } catch {
      context.addIssue({
        code: 'custom',
        message: `'${value}' is no full entity reference, such as component:default/web`,
      });
      return z.NEVER;
    }
  });

export const clusterName = z.string().min(1).max(253);

/** A label of DNS, as Kubernetes names namespaces. */
export const namespaceName = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be at most 63 lower case letters, digits and dashes',
  );

export const reason = z.string().trim().min(1, 'must not be empty').max(2000);

/** A day or an instant. */
export const instant = z
  .string()
  .refine(value => !Number.isNaN(Date.parse(value)), 'is no date');
