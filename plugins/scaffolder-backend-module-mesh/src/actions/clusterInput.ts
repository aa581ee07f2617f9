import { InputError } from '@backstage/errors';
import {
  readClusterAnswers,
  type SpecProblem,
} from '@meshwright/plugin-mesh-common';

/** As it came: JSON. */
type Answers = Parameters<typeof readClusterAnswers>[0];

/** The two ways to say what a cluster is to be. */
export type ClusterInput = {
  parameters?: Record<string, unknown>;
  answers?: Record<string, unknown>;
};

/** The answers of an action's input; exactly one of the ways must be taken. */
export function readAnswers({ parameters, answers }: ClusterInput): Answers {
  if (Boolean(parameters) === Boolean(answers)) {
    throw new InputError(
      "Give either 'parameters', those of the form, or 'answers', shaped like a specification",
    );
  }
  return parameters
    ? readClusterAnswers(parameters as Answers)
    : (answers as Answers);
}

/** Throws an error that names each field. */
export function refuseErrors(problems: readonly SpecProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new InputError(
      `This cluster cannot be: ${errors
        .map(({ field, message }) => `'${field}' ${message}`)
        .join('; ')}`,
    );
  }
}

/** Where one looks at a run, below the address of the app. */
export function linkToRun(id: string): string {
  return `/mesh/clusters?run=${encodeURIComponent(id)}`;
}

/** How the catalog calls a cluster. */
export function refOfCluster(name: string): string {
  return `resource:default/${name}`;
}
