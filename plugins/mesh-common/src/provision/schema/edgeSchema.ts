import { z } from 'zod';
import { isDnsName } from './dnsNames';
import { SECRET_PATTERN } from './patterns';
import { quote, resourceId, text } from './texts';

const WILDCARD = '*.';

const host = z.string().superRefine((value, context) => {
  const name = value.startsWith(WILDCARD)
    ? value.slice(WILDCARD.length)
    : value;
  if (!isDnsName(name)) {
    context.addIssue({
      code: 'custom',
      message: `${quote(
        value,
      )} is no host; write a name like www.example.com, or *.shop.example.com for all below a domain`,
    });
  }
});

/** Capacity units, by the limits of an application gateway v2. */
const capacity = () => z.number().int().min(0).max(125);

export const edgeSchema = z.strictObject({
  // Two listeners each, of a hundred that a gateway routes.
  hosts: z.array(host).min(1).max(40),
  certificateSecretId: text({
    max: 260,
    pattern: SECRET_PATTERN,
    hint: 'give the id of the secret without its version: https://<vault>.vault.azure.net/secrets/<name>',
  }),
  vaultId: resourceId('Microsoft.KeyVault/vaults').optional(),
  backend: z.enum(['https', 'http']).default('https'),
  waf: z.enum(['Prevention', 'Detection']).default('Prevention'),
  minCapacity: capacity().default(1),
  maxCapacity: capacity().default(10),
});
