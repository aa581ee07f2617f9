import { derivePreview } from '@meshwright/plugin-mesh-common';
import { defineCommand } from '../command';
import { choose, formatOption, inputOptions } from '../options/shared';
import { toJson } from '../output/json';
import { warnOf } from '../output/problems';
import { EXIT, UsageError } from '../terminal';
import { softenAll } from '../input/judgeEntities';
import { formatDiffMarkdown, formatDiffText } from './formatDiff';
import { placeAll } from './placeAll';
import { readChange } from './readChange';

export const diff = defineCommand({
  synopsis: '[--base FILE|FOLDER] FILE|FOLDER|-… [options]',
  description:
    'Says what a change of declarations does: who gains and who loses access, what waits for an approval, and which objects follow. Without --base, the files are compared with --input.',
  options: {
    base: {
      type: 'string',
      multiple: true,
      value: 'FILE|FOLDER',
      help: 'the same files before the change',
    },
    ...inputOptions,
    'fail-on': {
      type: 'string',
      value: 'gained|changed|never',
      help: 'what gives exit code 1: access gained, or gained or lost (default: never)',
    },
    format: formatOption(['text', 'json', 'markdown']),
  },
  exits:
    '0  the change was judged\n1  with --fail-on: access is gained (or lost)',
  async run({ values, paths }, terminal) {
    if (values.base === undefined && values.input === undefined) {
      throw new UsageError('compared with what? Give --base or --input');
    }
    if (paths.length === 0) throw new UsageError('which files or folders?');
    const format = choose('format', values.format, [
      'text',
      'json',
      'markdown',
    ]);
    const failOn = choose('fail-on', values['fail-on'], [
      'never',
      'gained',
      'changed',
    ]);
    const change = await readChange(
      { base: values.base, head: paths },
      values,
      terminal,
    );
    const preview = derivePreview(change);
    const { problems, assumptions } = change;
    const result = {
      ...preview,
      diagnostics: placeAll(softenAll(preview.diagnostics, change), change),
      changed: change.changed,
      removed: change.removed,
      problems,
      assumptions,
    };
    warnOf(terminal, result);
    const print = {
      text: () => formatDiffText(result, terminal),
      json: () => toJson(result),
      markdown: () => formatDiffMarkdown(result),
    };
    terminal.write(print[format]());
    const { gained, lost } = preview.access;
    const count =
      failOn === 'changed' ? gained.length + lost.length : gained.length;
    if (failOn !== 'never' && count > 0) return EXIT.no;
    return problems.length > 0 ? EXIT.unreadable : EXIT.ok;
  },
});
