import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { listPolicies, type Policy } from './read/policies';
import { verifiesTokens } from './read/tokens';

/** What every client sends, and nothing is decided by. */
const harmless = new Set([
  ':method',
  ':path',
  ':authority',
  'host',
  'user-agent',
  'accept',
  'content-type',
  'content-length',
  'x-request-id',
  'origin',
]);

/** Any caller can put anything into a header. */
export const spoofableHeader: ObjectRule = {
  code: 'MW2010',
  severity: 'warning',
  summary: 'Nobody is let in for a header that anybody can send',
  aliases: ['SEG-SPOOFABLE-HEADER'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action === 'ALLOW' || action === 'DENY')
      .flatMap(policy => checkPolicy(context, policy)),
};

function checkPolicy(
  context: LintContext,
  { object, rules, target, action }: Policy,
): RuleFinding[] {
  return rules.flatMap(({ conditions, sources }) => {
    const isProven =
      verifiesTokens(context, target) &&
      (conditions.some(({ key }) => key.startsWith('request.auth.')) ||
        sources.some(({ fields }) => 'requestPrincipals' in fields));
    return conditions.flatMap(({ key, path }) => {
      const header = /^request\.headers\[([^\]]+)\]$/.exec(key)?.[1];
      if (!header || harmless.has(header.toLowerCase()) || isProven) return [];
      const message = `Whether the rule ${
        action === 'DENY' ? 'denies' : 'lets in'
      } hangs on header '${header}', which the caller writes as it likes. Use claims of a verified token (request.auth.claims), identities, or an external authorizer; or remove the header at the gateway and let in only the gateway.`;
      return [{ object, path, message }];
    });
  });
}
