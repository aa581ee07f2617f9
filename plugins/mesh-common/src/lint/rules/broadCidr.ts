import { parseBlock } from '../../evaluate/matchIp';
import type { ObjectRule } from '../types';
import {
  checkValues,
  isIdentityField,
  valuesOf,
  type PolicyRule,
} from './read/policies';

const fields = new Set([
  'ipBlocks',
  'remoteIpBlocks',
  'source.ip',
  'remote.ip',
]);

/** A quarter of a million addresses, and a /48: more than one network. */
const BROAD = { 32: 14, 128: 48 } as const;

/** "Internal" addresses are those of every pod. */
export const broadCidr: ObjectRule = {
  code: 'MW2015',
  severity: 'warning',
  summary: 'Blocks of addresses are no wider than a network',
  aliases: ['SEG-BROAD-CIDR'],
  check: context =>
    checkValues(context, ({ field, value, negated, rule, path }) => {
      const block = fields.has(field) ? parseBlock(value) : undefined;
      if (!block || negated || block.prefix > BROAD[block.address.bits]) {
        return undefined;
      }
      if (asksForIdentity(rule, path)) return undefined;
      return `${value} in \`${field}\` holds ${
        block.prefix === 0 ? 'every address' : 'whole private networks'
      }: pods, nodes and the virtual network are in it, so it says nothing about the caller. Ask for identities; at a gateway use remoteIpBlocks with the real ranges.`;
    }),
};

/** Beside an identity, a block only narrows further. */
function asksForIdentity({ sources }: PolicyRule, path: string): boolean {
  const own = sources.filter(part => path.startsWith(`${part.path}/`));
  const asked = own.length > 0 ? own : sources;
  return (
    asked.length > 0 &&
    asked.every(part =>
      Object.keys(part.fields).some(
        name => isIdentityField(name) && valuesOf(part, name).length > 0,
      ),
    )
  );
}
