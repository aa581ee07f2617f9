import { compileCluster } from '@meshwright/plugin-mesh-common';
import { defineCommand } from '../command';
import { judgeEntities } from '../input/judgeEntities';
import { readScene } from '../input/readScene';
import { choose, formatOption, inputOptions } from '../options/shared';
import { warnOf } from '../output/problems';
import { EXIT, UsageError } from '../terminal';
import { warnOfDiagnostics } from './warnOfDiagnostics';
import { formatJson, formatYaml } from './formatObjects';
import { pickClusters } from './pickClusters';
import { writeFolder } from './writeFolder';

export const compile = defineCommand({
  synopsis: 'FILE|FOLDER|-… [options]',
  description:
    'Turns declarations of entities into the objects and DNS records that should exist in each cluster. The same input gives the same bytes.',
  options: {
    ...inputOptions,
    cluster: {
      type: 'string',
      value: 'NAME',
      help: 'only this cluster; needed for YAML where there are several',
    },
    out: {
      type: 'string',
      value: 'FOLDER',
      help: 'write one file per object below this folder instead',
    },
    format: formatOption(['yaml', 'json']),
  },
  exits: '0  everything was compiled\n1  some declarations have errors',
  async run({ values, paths }, terminal) {
    if (paths.length === 0 && values.input === undefined) {
      throw new UsageError('which files or folders?');
    }
    const format = choose('format', values.format, ['yaml', 'json']);
    const scene = await readScene(paths, values, terminal);
    const { model, diagnostics } = judgeEntities(scene);
    const names = pickClusters(model, values.cluster);
    if (names.length > 1 && values.out === undefined && format === 'yaml') {
      // A stream of documents is for one cluster: somebody will apply it.
      throw new UsageError(
        `which --cluster? There is ${names.join(
          ', ',
        )}; --out and --format json take all of them`,
      );
    }
    warnOf(terminal, scene);
    const errors = warnOfDiagnostics({ scene, diagnostics, terminal });
    const compiled = names.map(name => compileCluster(model, name));
    if (values.out === undefined) {
      const parts =
        format === 'json' ? [formatJson(compiled)] : formatYaml(compiled);
      for (const part of parts) terminal.write(part);
    } else {
      const { count, stale } = await writeFolder(values.out, {
        compiled,
        format,
        cwd: terminal.cwd,
      });
      terminal.warn(`Wrote ${count} files to ${values.out}\n`);
      for (const path of stale) {
        terminal.warn(`${values.out}/${path}: Nothing declares it any more\n`);
      }
    }
    if (errors > 0) return EXIT.no;
    return scene.problems.length > 0 ? EXIT.unreadable : EXIT.ok;
  },
});
