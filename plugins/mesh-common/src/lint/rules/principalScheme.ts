import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

/** The scheme is put in front by the control plane. */
export const principalScheme: ObjectRule = {
  code: 'MW2058',
  severity: 'error',
  summary: 'Principals are written without a scheme',
  aliases: ['SEG-PRINCIPAL-SCHEME'],
  check: context =>
    checkValues(context, ({ field, value }) => {
      if (field !== 'principals' && field !== 'source.principal') {
        return undefined;
      }
      if (value.startsWith('spiffe://')) {
        return `'${value}' matches nobody: the control plane puts 'spiffe://' in front once more. Write '${value.slice(
          'spiffe://'.length,
        )}'.`;
      }
      return value.includes('*') || /^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(value)
        ? undefined
        : `'${value}' is no identity of the mesh: they are written trust-domain/ns/NAMESPACE/sa/ACCOUNT.`;
    }),
};
