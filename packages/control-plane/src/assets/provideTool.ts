import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findGoProblem } from './findAssets';
import { go } from './go';
import { cacheFolder, goModules } from './goModules';
import type { Log } from './provideAssets';
import { withLock } from './withLock';

/** Programs beside the control plane, and the files that they need. */
const tools = {
  kwok: {
    program: 'sigs.k8s.io/kwok/cmd/kwok',
    module: 'sigs.k8s.io/kwok',
    /** What its nodes and pods go through. */
    files: ['kustomize/stage/node/fast', 'kustomize/stage/pod/fast'],
  },
  toxiproxy: {
    program: 'github.com/Shopify/toxiproxy/v2/cmd/server',
    module: 'github.com/Shopify/toxiproxy/v2',
    files: [],
  },
} as const;

export type ToolName = keyof typeof tools;

/** A program that was built; absolute paths. */
export type Tool = { program: string; folder: string };

function describe(name: ToolName): Tool {
  const folder = cacheFolder([name]);
  return { program: join(folder, basename(tools[name].program)), folder };
}

/** Whether a tool can be had here, and else why not. */
export function findTool(
  name: ToolName,
): { state: 'ready' | 'buildable' } | { state: 'missing'; reason: string } {
  if (existsSync(describe(name).program)) {
    return { state: 'ready' };
  }
  const problem = findGoProblem();
  return problem
    ? {
        state: 'missing',
        reason: `${name} is built with Go 1.26 or newer, and ${problem}`,
      }
    : { state: 'buildable' };
}

async function build(name: ToolName, folder: string): Promise<void> {
  const { program, module, files } = tools[name];
  const draft = `${folder}.${process.pid}`;
  const cwd = goModules[name];
  try {
    mkdirSync(draft, { recursive: true });
    await go(
      ['build', '-trimpath', '-ldflags', '-s -w', '-o', `${draft}/`, program],
      cwd,
    );
    const source = await go(['list', '-m', '-f', '{{.Dir}}', module], cwd);
    for (const file of files) {
      mkdirSync(dirname(join(draft, file)), { recursive: true });
      cpSync(join(source.trim(), file), join(draft, file), { recursive: true });
    }
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Builds a tool when it is not there yet, once for this work tree. Its files
 * are in its folder, under the paths that they have in its module. Throws an
 * Error with a sentence that says what is missing.
 */
export async function provideTool(
  name: ToolName,
  options: { log?: Log } = {},
): Promise<Tool> {
  const found = findTool(name);
  if (found.state === 'missing') {
    throw new Error(`No ${name}: ${found.reason}`);
  }
  const tool = describe(name);
  if (found.state === 'buildable') {
    options.log?.(`Building ${name}`);
    await withLock(`${tool.folder}.lock`, async () => {
      if (!existsSync(tool.program)) {
        await build(name, tool.folder);
      }
    });
  }
  return tool;
}
