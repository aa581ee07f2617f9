import type { JsonValue } from '@backstage/types';
import type { Random } from '../azure/Random';

const WORDS: readonly string[] = [
  ...['', ' ', '*', '**', '/', '//', '..', '../../etc/passwd', '\u0000'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'],
  ...['component:default/web', 'group:default/shop', 'api:default/stock-api'],
  ...['component:', ':', 'a:b/c/d', 'COMPONENT:DEFAULT/WEB', 'resource:x/y'],
  ...['shop-weu', 'web', 'stock', 'default', 'kube-system', 'istio-system'],
  ...['http', 'tcp', 'grpc', 'HTTP', 'none', 'owner', 'permissive', 'STRICT'],
  ...['cluster.local/ns/web/sa/web', 'cluster.local/ns/*/sa/*', 'ns/web'],
  ...['0.0.0.0/0', '::/0', '10.0.0.0/33', '999.1.1.1', '169.254.169.254'],
  ...['2026-02-30', '9999-12-31T23:59:59Z', '0000-00-00', 'tomorrow', '25:61'],
  ...['1e309', '-0', 'NaN', 'true', 'null', '~', '<<', '!!js/function'],
  ...['\u202e', '\ud800', '\ufeff', 'ſ', 'İ', 'ﬃ', '日本', '🙂', 'a\r\nb: c'],
  ...['${jndi:ldap://x}', '{{7*7}}', '$(id)', "' OR 1=1 --", '<script>'],
  ...['/{*}', '/{**}', '/a/{b}/c', '/%2e%2e/', '/a//b', '/a;b=c', '/?x', '/#'],
  ...['*.example.com', 'example.com.', 'xn--a', 'a'.repeat(64), '-a', 'a_b'],
  'GET',
];

const NUMBERS: readonly number[] = [
  ...[0, -0, 1, -1, 80, 8080, 65_535, 65_536, 2 ** 31, 2 ** 53, -(2 ** 53)],
  ...[0.1, 1e21, 1e308, 5e-324, 15_001, 15_006, 443],
];

/** Long enough to make a slow pattern show. */
const LONG = 60_000;

/** A text that somebody may have written to do harm, or by mistake. */
export function hostileText(random: Random): string {
  switch (random.below(8)) {
    case 0:
      return random.pick(WORDS) + random.pick(WORDS);
    case 1:
      return random.pick(WORDS).repeat(random.below(40));
    case 2:
      return random.chance(0.05)
        ? `${random.pick(WORDS) || 'a'}`.repeat(LONG / 10) + random.pick(WORDS)
        : random.pick(WORDS);
    case 3:
      return String.fromCharCode(
        ...Array.from({ length: random.below(12) }, () => random.below(65_536)),
      );
    default:
      return random.pick(WORDS);
  }
}

function nest(random: Random, depth: number): JsonValue {
  let value: JsonValue = hostileText(random);
  const key = random.pick(['a', 'spec', '$ref', 'allOf', 'items']);
  for (let level = 0; level < depth; level += 1) {
    value = random.chance(0.5) ? [value] : { [key]: value };
  }
  return value;
}

/** Any JSON, now and then very deep or very wide. */
export function hostileValue(random: Random, depth = 0): JsonValue {
  switch (random.below(depth > 3 ? 6 : 10)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick(NUMBERS);
    case 6:
      return random.chance(0.03)
        ? nest(random, 3_000)
        : nest(random, random.below(5));
    case 7:
      return random.chance(0.03)
        ? Array.from({ length: 5_000 }, () => hostileText(random))
        : Array.from({ length: random.below(4) }, () =>
            hostileValue(random, depth + 1),
          );
    case 8:
    case 9:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [
          hostileText(random),
          hostileValue(random, depth + 1),
        ]),
      );
    default:
      return hostileText(random);
  }
}
