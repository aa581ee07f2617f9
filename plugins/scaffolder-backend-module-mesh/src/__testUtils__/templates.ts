import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createExportClusterAction } from '../actions/createExportClusterAction';
import { createPreviewClusterAction } from '../actions/createPreviewClusterAction';
import { createProvisionClusterAction } from '../actions/createProvisionClusterAction';
import { createPublishRepositoryAction } from '../actions/createPublishRepositoryAction';
import { createRetireClusterAction } from '../actions/createRetireClusterAction';
import { createTakeOverClusterAction } from '../actions/createTakeOverClusterAction';
import { createUninstallClusterAction } from '../actions/createUninstallClusterAction';
import { createVerifyClusterAction } from '../actions/createVerifyClusterAction';

/** Of a question, as far as tests look at it. */
export type Schema = {
  type?: string;
  default?: unknown;
  oneOf?: Array<{ const: unknown }>;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  dependencies?: Record<string, { oneOf: Schema[] }>;
};
type Page = Schema & { required?: string[] };
type Step = { id: string; action: string; input: Record<string, unknown> };

/** A template, as far as tests look at it. */
export type Template = {
  metadata: { name: string };
  spec: { parameters: Page[]; steps: Step[]; output: unknown };
};

const root = join(__dirname, '..', '..', '..', '..');

/** Templates about clusters, by their folders. */
export const names = [
  ...['new', 'adopt', 'verify', 'export', 'retire', 'take-over'].map(
    verb => `${verb}-mesh-cluster`,
  ),
  'uninstall-mesh',
];

/** The template of a folder, as it is shipped. */
export const readFolder = (name: string): Template =>
  parse(readFileSync(join(root, 'templates', name, 'template.yaml'), 'utf8'));

/** `new` to the template that makes a cluster, and so on. */
export const read = (verb: string) => readFolder(`${verb}-mesh-cluster`);

/** Every question of a form, those that others bring up included. */
export function listQuestions({ spec }: Template): Array<[string, Schema]> {
  return spec.parameters.flatMap(page =>
    [
      page,
      ...Object.values(page.dependencies ?? {}).flatMap(({ oneOf }) => oneOf),
    ].flatMap(({ properties }) => Object.entries(properties ?? {})),
  );
}

type Known = { properties: Record<string, Schema>; required: string[] };

/** What actions take and put out. */
export function listActions(): Map<string, { input: Known; output: Known }> {
  const runs = {};
  return new Map(
    [
      createPreviewClusterAction,
      createProvisionClusterAction,
      createVerifyClusterAction,
      createExportClusterAction,
      createRetireClusterAction,
      createTakeOverClusterAction,
      createUninstallClusterAction,
      createPublishRepositoryAction,
    ].map(create => {
      const { id, schema } = create({ runs } as never);
      const { input, output } = schema as Record<string, unknown>;
      return [id, { input: input as Known, output: output as Known }];
    }),
  );
}
