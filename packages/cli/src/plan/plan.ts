import {
  createPlan,
  deriveFinal,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import { compileCluster } from '@meshwright/plugin-mesh-common';
import { defineCommand } from '../command';
import { pickCluster } from '../compile/pickClusters';
import { warnOfDiagnostics } from '../compile/warnOfDiagnostics';
import { assumeCluster } from '../input/clusters';
import { collect } from '../input/collect';
import { judgeEntities } from '../input/judgeEntities';
import { readScene, type Scene } from '../input/readScene';
import { choose, formatOption, inputOptions } from '../options/shared';
import type { Values } from '../options/parseOptions';
import { toJson } from '../output/json';
import { warnOf } from '../output/problems';
import { EXIT, type Terminal, UsageError } from '../terminal';
import { listManifests } from '../world/listManifests';
import { checkPlan } from './checkPlan';
import { describePlan } from './describePlan';
import { formatPlanMarkdown, formatPlanText } from './formatPlan';

const options = {
  ...inputOptions,
  live: {
    type: 'string',
    multiple: true,
    value: 'FILE|FOLDER|-',
    help: 'what is in the cluster now (default: the manifests among the files)',
  },
  cluster: {
    type: 'string',
    value: 'NAME',
    help: 'which cluster, where there are several',
  },
  prove: {
    type: 'boolean',
    help: 'try whether waves are safe however many objects there are',
  },
  'fail-on': {
    type: 'string',
    value: 'unsafe|changes|never',
    help: 'what gives exit code 1 (default: unsafe)',
  },
  format: formatOption(['text', 'json', 'markdown']),
} as const;

export const plan = defineCommand({
  synopsis: 'FILE|FOLDER|-… [options]',
  description:
    'Says what would be changed in a cluster so that it is as the entities declare, in waves of which every part is safe by itself. Changes nothing.',
  options,
  exits:
    '0  the plan is safe\n1  a wave is not safe; with --fail-on changes: something would change',
  async run({ values, paths }, terminal) {
    if (paths.length === 0 && values.input === undefined) {
      throw new UsageError('which files or folders?');
    }
    const format = choose('format', values.format, [
      'text',
      'json',
      'markdown',
    ]);
    const failOn = choose('fail-on', values['fail-on'], [
      'unsafe',
      'changes',
      'never',
    ]);
    const scene = await readScene(paths, values, terminal);
    const { model, diagnostics } = judgeEntities(scene);
    const cluster = pickCluster(model, values.cluster);
    if (cluster === undefined) {
      throw new UsageError('no entity says in which cluster it runs');
    }
    const live =
      (await readLive(scene, values, terminal)) ??
      listManifests(scene, model, cluster);
    if (live.length === 0) {
      scene.assumptions.push('Nothing is in the cluster yet (no --live)');
    }
    warnOf(terminal, scene);
    warnOfDiagnostics({ scene, diagnostics, terminal });
    const desired = compileCluster(model, cluster);
    const objects = desired.objects.map(({ object }) => object);
    const { instance } = model;
    const made = createPlan({
      desired: objects,
      desiredRecords: desired.records.map(({ record }) => record),
      live,
      instance,
      cluster,
    });
    const config = model.clusters.find(({ name }) => name === cluster);
    const safety = checkPlan({
      plan: made,
      live,
      desired: objects,
      final: deriveFinal({ desired: objects, live, instance }),
      cluster: config ?? assumeCluster(cluster),
      always: values.prove === true,
    });
    const described = {
      ...describePlan({ cluster, plan: made, safety }),
      assumptions: scene.assumptions,
      problems: scene.problems,
    };
    const print = {
      text: () => formatPlanText(described, terminal),
      json: () => toJson(described),
      markdown: () => formatPlanMarkdown(described),
    };
    terminal.write(print[format]());
    const isBad =
      failOn === 'changes'
        ? described.waves.length > 0
        : failOn === 'unsafe' && described.unsafe.length > 0;
    if (isBad) return EXIT.no;
    return scene.problems.length > 0 ? EXIT.unreadable : EXIT.ok;
  },
});

/** What `--live` names; undefined where it is not given. */
async function readLive(
  scene: Scene,
  { live, exclude, namespace }: Values<typeof options>,
  terminal: Terminal,
): Promise<MeshObject[] | undefined> {
  if (live === undefined) return undefined;
  const found = await collect(live, { exclude, namespace }, terminal);
  scene.problems.push(...found.problems);
  scene.assumptions.push(...found.assumptions);
  return [...found.manifests.values()].map(({ object }) => object);
}
