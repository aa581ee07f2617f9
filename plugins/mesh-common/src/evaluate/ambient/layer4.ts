import { parseBlock, type Block } from '../matchIp';
import { toTexts } from '../readJson';
import type {
  ZtunnelAccount,
  ZtunnelAddress,
  ZtunnelText,
} from './ztunnelPolicy';

const LAST_PORT = 65535;

export function toPorts(values: unknown): number[] {
  return toTexts(values)
    .filter(value => /^\d{1,5}$/.test(value))
    .map(Number)
    .filter(port => port <= LAST_PORT);
}

export function toTextMatches(values: unknown): ZtunnelText[] {
  return toTexts(values).map(value => {
    if (value === '*') return { presence: {} };
    if (value.startsWith('*')) return { suffix: value.slice(1) };
    if (value.endsWith('*')) return { prefix: value.slice(0, -1) };
    return { exact: value };
  });
}

/** `namespace/name`, or a name in the namespace of the policy. */
export function toAccounts(
  values: unknown,
  policyNamespace: string,
): ZtunnelAccount[] {
  return toTexts(values).map(value => {
    const slash = value.indexOf('/');
    return slash < 0
      ? { namespace: policyNamespace, serviceAccount: value }
      : {
          namespace: value.slice(0, slash),
          serviceAccount: value.slice(slash + 1),
        };
  });
}

export function toAddresses(values: unknown): ZtunnelAddress[] {
  return toTexts(values).flatMap(value => {
    const block = parseBlock(value);
    if (!block) return [];
    const { bits, value: number } = block.address;
    return [{ address: toBase64(number, bits / 8), length: block.prefix }];
  });
}

const DIGITS =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a number, highest first, in base64. */
function toBase64(number: bigint, bytes: number): string {
  const padding = (3 - (bytes % 3)) % 3;
  let rest = number << BigInt(padding * 8);
  let text = '';
  for (let digit = ((bytes + padding) / 3) * 4; digit > 0; digit -= 1) {
    text = `${DIGITS.charAt(Number(rest % 64n))}${text}`;
    rest /= 64n;
  }
  return `${text.slice(0, text.length - padding)}${'='.repeat(padding)}`;
}

/** The block that an address of a policy stands for. */
export function toBlock({ address, length }: ZtunnelAddress): Block {
  const padding = address.endsWith('==') ? 2 : Number(address.endsWith('='));
  let value = 0n;
  for (const digit of address.slice(0, address.length - padding)) {
    value = value * 64n + BigInt(DIGITS.indexOf(digit));
  }
  const bytes = (address.length / 4) * 3 - padding;
  return {
    address: {
      bits: bytes === 4 ? 32 : 128,
      value: value >> BigInt(2 * padding),
    },
    prefix: length,
  };
}
