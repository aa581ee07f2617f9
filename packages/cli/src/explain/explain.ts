import { evaluate, indexWorld } from '@meshwright/plugin-mesh-common';
import { defineCommand } from '../command';
import { pickCluster } from '../compile/pickClusters';
import { warnOfDiagnostics } from '../compile/warnOfDiagnostics';
import { judgeEntities } from '../input/judgeEntities';
import { readScene } from '../input/readScene';
import {
  choose,
  formatOption,
  inputOptions,
  meshOptions,
  readMesh,
} from '../options/shared';
import { toJson } from '../output/json';
import { warnOf } from '../output/problems';
import { EXIT, UsageError } from '../terminal';
import { listObjects } from '../world/listObjects';
import { buildRequest } from './buildRequest';
import { findConsent } from './findConsent';
import { formatAnswer } from './formatAnswer';
import { parseParty } from './parseParty';
import { readCall } from './readCall';
import { clustersOf } from './clustersOf';

export const explain = defineCommand({
  synopsis: '--from WHO --to WHOM FILE|FOLDER|-… [options]',
  description:
    'Says whether one may call another, and why. Both are references of entities, judged by what their declarations compile to; or a service account and a Service, judged by manifests. Manifests beside entities count as well.',
  options: {
    from: {
      type: 'string',
      value: 'WHO',
      help: 'component:default/web, or NAMESPACE/SERVICE-ACCOUNT',
    },
    to: {
      type: 'string',
      value: 'WHOM',
      help: 'component:default/api, component:default/api:http, or NAMESPACE/SERVICE:PORT',
    },
    method: { type: 'string', value: 'NAME', help: 'of HTTP (default: GET)' },
    path: { type: 'string', value: 'PATH', help: 'of HTTP (default: /)' },
    host: { type: 'string', value: 'NAME', help: 'host header of HTTP' },
    header: {
      type: 'string',
      multiple: true,
      value: 'NAME:VALUE',
      help: 'a header of HTTP',
    },
    plaintext: {
      type: 'boolean',
      help: 'the caller opens the connection without mutual TLS',
    },
    cluster: {
      type: 'string',
      value: 'NAME',
      help: 'which cluster, where both run in several',
    },
    ...inputOptions,
    ...meshOptions,
    format: formatOption(['text', 'json']),
  },
  exits: '0  the call is allowed\n1  the call is denied, or nobody can know',
  async run({ values, paths }, terminal) {
    if (values.from === undefined || values.to === undefined) {
      throw new UsageError('who calls whom? Give --from and --to');
    }
    if (paths.length === 0 && values.input === undefined) {
      throw new UsageError('which files or folders?');
    }
    const format = choose('format', values.format, ['text', 'json']);
    const from = parseParty('from', values.from);
    const to = parseParty('to', values.to);
    const call = readCall(values);
    const scene = await readScene(paths, values, terminal);
    const { model, diagnostics } = judgeEntities(scene);
    const clusters = clustersOf(model, { from, to });
    const cluster = pickCluster(
      { clusters: model.clusters.filter(({ name }) => clusters.has(name)) },
      values.cluster,
    );
    const objects = listObjects(scene, model, cluster);
    const { request, notes } = buildRequest({
      from,
      to,
      call,
      model,
      objects,
      cluster,
    });
    const config = model.clusters.find(({ name }) => name === cluster);
    const world = indexWorld(objects, readMesh(values, config));
    const answer = {
      from: values.from,
      to: values.to,
      request,
      verdict: evaluate(world, request, { explain: true }),
      consent: findConsent(model, { from, to, cluster }),
      problems: scene.problems,
      assumptions: [
        ...(scene.entities.size > 0 ? scene.assumptions : []),
        ...notes,
      ],
    };
    warnOf(terminal, answer);
    warnOfDiagnostics({
      scene,
      diagnostics: diagnostics.filter(({ entityRef }) =>
        [from, to].some(
          party => party.type === 'entity' && party.ref === entityRef,
        ),
      ),
      terminal,
    });
    terminal.write(
      format === 'json' ? toJson(answer) : formatAnswer(answer, terminal),
    );
    if (answer.verdict.decision !== 'allow') return EXIT.no;
    return scene.problems.length > 0 ? EXIT.unreadable : EXIT.ok;
  },
});
