import { indexWorld } from '@meshwright/plugin-mesh-common';
import {
  buildMatrix,
  createWorkloadViews,
} from '@meshwright/plugin-mesh-common/analyze';
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
import { warnOf } from '../output/problems';
import { toJson } from '../output/json';
import { EXIT, UsageError } from '../terminal';
import { listObjects } from '../world/listObjects';
import { describeMatrix } from './describeMatrix';
import { formatCsv } from './formatCsv';
import { formatMatrixMarkdown, formatMatrixText } from './formatMatrix';

export const matrix = defineCommand({
  synopsis: 'FILE|FOLDER|-… [options]',
  description:
    'Lists who can reach whom: by manifests, and by what entities compile to. What is not listed is closed.',
  options: {
    from: {
      type: 'string',
      value: 'TEXT',
      help: 'only callers whose name has this in it',
    },
    to: {
      type: 'string',
      value: 'TEXT',
      help: 'only those called whose name has this in it',
    },
    cluster: {
      type: 'string',
      value: 'NAME',
      help: 'which cluster, where there are several',
    },
    'fail-on': {
      type: 'string',
      value: 'open|never',
      help: 'open: exit code 1 when no policy closes a port (default: never)',
    },
    ...inputOptions,
    ...meshOptions,
    format: formatOption(['text', 'csv', 'json', 'markdown']),
  },
  exits:
    '0  the matrix was made\n1  with --fail-on open: some port is open to every caller',
  async run({ values, paths }, terminal) {
    if (paths.length === 0 && values.input === undefined) {
      throw new UsageError('which files or folders?');
    }
    const format = choose('format', values.format, [
      'text',
      'csv',
      'json',
      'markdown',
    ]);
    const failOn = choose('fail-on', values['fail-on'], ['never', 'open']);
    const scene = await readScene(paths, values, terminal);
    const { model, diagnostics } = judgeEntities(scene);
    const cluster = pickCluster(model, values.cluster);
    const objects = listObjects(scene, model, cluster);
    const config = model.clusters.find(({ name }) => name === cluster);
    const world = indexWorld(objects, readMesh(values, config));
    const workloads = createWorkloadViews(objects);
    const found = describeMatrix(buildMatrix(world, workloads), {
      from: values.from,
      to: values.to,
    });
    const { problems } = scene;
    const assumptions = scene.entities.size > 0 ? scene.assumptions : [];
    const result = {
      workloads: workloads.length,
      ...found,
      problems,
      assumptions,
    };
    warnOf(terminal, result);
    warnOfDiagnostics({ scene, diagnostics, terminal });
    const print = {
      text: () => formatMatrixText(result, terminal),
      csv: () => formatCsv(result),
      json: () => toJson(result),
      markdown: () => formatMatrixMarkdown(result),
    };
    terminal.write(print[format]());
    if (workloads.length === 0) {
      terminal.warn('There are no workloads among the files\n');
      return EXIT.unreadable;
    }
    if (failOn === 'open' && found.open.length > 0) return EXIT.no;
    return problems.length > 0 ? EXIT.unreadable : EXIT.ok;
  },
});
