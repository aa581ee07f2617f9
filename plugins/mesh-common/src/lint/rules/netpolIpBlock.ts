import { isInBlock, parseBlock, type Block } from '../../evaluate/matchIp';
import { toRecord, toText, toTexts } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { listNetPolicies, type NetRule } from './read/network';
import { isExceptionOfOurs } from './read/ours';
import type { Json } from './read/policies';

/** Where pods, Services and virtual networks have their addresses. */
const privateBlocks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
].flatMap(text => parseBlock(text) ?? []);

/** Whether a block is about pods too depends on the engine. */
export const netpolIpBlock: ObjectRule = {
  code: 'MW2047',
  severity: 'warning',
  summary: 'Blocks of addresses are for what is outside the cluster',
  aliases: ['SEG-NETPOL-IPBLOCK'],
  check: context =>
    listNetPolicies(context).flatMap(({ object, ingress = [], egress = [] }) =>
      [...ingress, ...egress].flatMap(rule =>
        checkRule(rule).map(finding => ({
          object,
          ...finding,
          severity: isExceptionOfOurs(context, object)
            ? ('info' as const)
            : undefined,
        })),
      ),
    ),
};

function checkRule(rule: NetRule): { path: string; message: string }[] {
  return (rule.peers ?? []).flatMap((peer, index) => {
    const problem = findProblem(toRecord(peer.ipBlock));
    const side = rule.path.startsWith('spec/ingress') ? 'from' : 'to';
    const path = `${rule.path}/${side}[${index}]/ipBlock`;
    return problem ? [{ path, message: problem }] : [];
  });
}

function findProblem(ipBlock: Json): string | undefined {
  const cidr = toText(ipBlock.cidr) ?? '';
  const block = parseBlock(cidr);
  if (!block || block.address.bits !== 32 || block.prefix === 32) {
    return undefined;
  }
  const except = toTexts(ipBlock.except).flatMap(t => parseBlock(t) ?? []);
  const open = privateBlocks.filter(
    range =>
      overlap(block, range) && !except.some(hole => contains(hole, range)),
  );
  if (open.length === 0) return undefined;
  const isInside = open.some(range => contains(range, block));
  if (!isInside && except.length > 0) return undefined;
  return isInside
    ? `${cidr} is a private range: whether it means pods in it depends on the policy engine. Select pods and namespaces; keep blocks for what is outside the cluster.`
    : `${cidr} holds the addresses of pods, Services and the virtual network too: it opens far more than the outside. Leave those ranges out with \`except\`.`;
}

function overlap(a: Block, b: Block): boolean {
  return contains(a, b) || contains(b, a);
}

function contains(outer: Block, inner: Block): boolean {
  return inner.prefix >= outer.prefix && isInBlock(inner.address, outer);
}
