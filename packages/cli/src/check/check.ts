import { defineCommand } from '../command';
import {
  choose,
  formatOption,
  inputOptions,
  meshOptions,
  readMesh,
} from '../options/shared';
import { readScene } from '../input/readScene';
import { isAtLeast } from '../output/findings';
import { toJson } from '../output/json';
import { warnOf } from '../output/problems';
import { EXIT, UsageError } from '../terminal';
import { findAll } from './findAll';
import { formatMarkdown } from './formatMarkdown';
import { formatSarif } from './formatSarif';
import { formatText } from './formatText';

export const check = defineCommand({
  synopsis: 'FILE|FOLDER|-… [options]',
  description:
    'Says what is wrong with declarations of entities (MW1xxx) and with manifests of the mesh, anybody’s (MW2xxx).',
  options: {
    ...inputOptions,
    ...meshOptions,
    revision: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'an injection revision or tag that is installed (default: any)',
    },
    'extension-provider': {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'a name in extensionProviders of the mesh (default: any)',
    },
    complete: {
      type: 'boolean',
      help: 'the manifests are all of a cluster: what is missing is missing there',
    },
    'fail-on': {
      type: 'string',
      value: 'error|warning|info|never',
      help: 'how bad a finding has to be for exit code 1 (default: error)',
    },
    docs: {
      type: 'string',
      value: 'URL',
      help: 'where the documentation is served, for links to rules',
    },
    format: formatOption(['text', 'json', 'sarif', 'markdown']),
  },
  exits:
    '0  nothing found that is as bad as --fail-on says\n1  something was found',
  async run({ values, paths }, terminal) {
    if (paths.length === 0) throw new UsageError('which files or folders?');
    const format = choose('format', values.format, [
      'text',
      'json',
      'sarif',
      'markdown',
    ]);
    const failOn = choose('fail-on', values['fail-on'], [
      'error',
      'warning',
      'info',
      'never',
    ]);
    const docs = readDocs(values.docs);
    const mesh = readMesh(values);
    const scene = await readScene(paths, values, terminal);
    const found = findAll(scene, {
      ...mesh,
      now: scene.input.instant,
      ...(scene.knowsCatalog && { instance: scene.input.instance }),
      ...(values.revision && { revisions: values.revision }),
      ...(values['extension-provider'] && {
        extensionProviders: values['extension-provider'],
      }),
      complete: values.complete === true,
    });
    warnOf(terminal, found);
    const print = {
      text: () => formatText(found, terminal),
      json: () => toJson(found),
      sarif: () => toJson(formatSarif(found, docs)),
      markdown: () => formatMarkdown(found, docs),
    };
    terminal.write(print[format]());
    if (isAtLeast(found.findings, failOn)) return EXIT.no;
    return found.problems.length > 0 ? EXIT.unreadable : EXIT.ok;
  },
});

function readDocs(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError(`--docs is '${url}'; it is a URL such as https://…`);
  }
  return url.endsWith('/') ? url : `${url}/`;
}
