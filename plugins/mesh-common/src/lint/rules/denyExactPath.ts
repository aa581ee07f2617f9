import { isTemplate } from '../../evaluate/matchPath';
import type { ObjectRule } from '../types';
import { listPolicies, valuesOf } from './read/policies';

/** The server may take for the same what the policy does not. */
export const denyExactPath: ObjectRule = {
  code: 'MW2059',
  severity: 'warning',
  summary: 'Paths are allowed by name rather than denied by name',
  aliases: ['SEG-DENY-PATH'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action === 'DENY' || action === 'CUSTOM')
      .flatMap(({ object, rules, action }) =>
        rules.flatMap(({ operations }) =>
          operations.flatMap(part => {
            const paths = valuesOf(part, 'paths');
            const all = new Set(paths);
            return paths
              .filter(path => isEvadable(path, all))
              .map(path => ({
                object,
                path: `${part.path}/paths`,
                message: `'${path}' is not '${variantOf(
                  path,
                )}', which many servers take for the same: that request is not ${
                  action === 'DENY' ? 'denied' : 'sent to the authorizer'
                }. Allow the paths that are wanted (ALLOW), or list the variants and set pathNormalization to DECODE_AND_MERGE_SLASHES.`,
              }));
          }),
        ),
      ),
};

function variantOf(path: string): string {
  return path.endsWith('/*') ? path.slice(0, -2) : `${path}/`;
}

function isEvadable(path: string, all: ReadonlySet<string>): boolean {
  if (path === '/*' || path === '/' || path.startsWith('*')) return false;
  if (isTemplate(path)) return false;
  if (path.endsWith('/*')) return !all.has(path.slice(0, -2));
  return !path.endsWith('*') && !all.has(`${path}/`) && !all.has(`${path}/*`);
}
