import {
  evaluate as judge,
  indexWorld,
  type WorldOptions,
} from '@meshwright/plugin-mesh-common';
import { defineCommand } from '../command';
import { collect } from '../input/collect';
import type { Values } from '../options/parseOptions';
import {
  choose,
  formatOption,
  meshOptions,
  readMesh,
  readOptions,
} from '../options/shared';
import { warnOf } from '../output/problems';
import { EXIT, UsageError } from '../terminal';
import { createPrinter } from './createPrinter';
import { readRequests } from './readRequests';

const worldOptions = {
  ...meshOptions,
  'trust-domain-alias': {
    type: 'string',
    multiple: true,
    value: 'NAME',
    help: 'another name of the trust domain',
  },
  envoy: {
    type: 'string',
    value: 'VERSION',
    help: 'version of the proxies (default: 1.37)',
  },
  'path-normalization': {
    type: 'string',
    value: 'NONE|BASE|MERGE_SLASHES|DECODE_AND_MERGE_SLASHES',
    help: 'of the mesh (default: BASE)',
  },
} as const;

export const evaluate = defineCommand({
  synopsis: '--requests FILE|- FILE|FOLDER|-… [options]',
  description:
    'Judges requests by manifests: NetworkPolicy, mutual TLS, RequestAuthentication and AuthorizationPolicy together. A request is a CallRequest in JSON; there may be one, a list of them, or one per line.',
  options: {
    requests: {
      type: 'string',
      value: 'FILE|-',
      help: 'the requests',
    },
    because: {
      type: 'boolean',
      help: 'say with each verdict why',
    },
    ...readOptions,
    ...worldOptions,
    'fail-on': {
      type: 'string',
      value: 'denied|never',
      help: 'denied: exit code 1 when a request is denied or unknown (default: never)',
    },
    format: formatOption(['text', 'ndjson', 'json']),
  },
  exits:
    '0  every request was judged\n1  with --fail-on denied: a request is denied, or nobody can know',
  async run({ values, paths }, terminal) {
    const { requests } = values;
    if (requests === undefined) {
      throw new UsageError('which requests? Give --requests');
    }
    if (paths.length === 0) throw new UsageError('which manifests?');
    if (requests === '-' && paths.includes('-')) {
      throw new UsageError('requests and manifests cannot both be -');
    }
    const format = choose('format', values.format, ['text', 'ndjson', 'json']);
    const failOn = choose('fail-on', values['fail-on'], ['never', 'denied']);
    const mesh = readWorldOptions(values);
    const { manifests, problems, assumptions } = await collect(
      paths,
      values,
      terminal,
    );
    warnOf(terminal, { problems, assumptions });
    const world = indexWorld(
      [...manifests.values()].map(({ object }) => object),
      mesh,
    );
    const printer = createPrinter(format, terminal);
    const seen = { requests: 0, unreadable: problems.length, denied: 0 };
    for await (const question of readRequests(requests, terminal)) {
      seen.requests += 1;
      if ('problem' in question) {
        seen.unreadable += 1;
        warnOf(terminal, { problems: [question.problem], assumptions: [] });
        printer.skip(question);
        continue;
      }
      const explain = values.because === true;
      const verdict = judge(world, question.request, { explain });
      if (verdict.decision !== 'allow') seen.denied += 1;
      printer.print({ ...question, verdict });
    }
    printer.end();
    if (seen.requests === 0) terminal.warn(`${requests}: It is empty\n`);
    if (failOn === 'denied' && seen.denied > 0) return EXIT.no;
    return seen.unreadable > 0 || seen.requests === 0
      ? EXIT.unreadable
      : EXIT.ok;
  },
});

function readWorldOptions(values: Values<typeof worldOptions>): WorldOptions {
  const { envoy, 'trust-domain-alias': aliases } = values;
  return {
    ...readMesh(values),
    ...(aliases && { trustDomainAliases: aliases }),
    ...(envoy !== undefined && { envoy }),
    pathNormalization: choose(
      'path-normalization',
      values['path-normalization'],
      ['BASE', 'NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'],
    ),
  };
}
