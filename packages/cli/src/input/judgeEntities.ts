import {
  buildModel,
  type Diagnostic,
  type MeshInput,
  type MeshModel,
} from '@meshwright/plugin-mesh-common';

/**
 * The model of an input and what is wrong in it. Where only some files are
 * known, what they do not show is no error.
 */
export function judgeEntities(scene: {
  input: MeshInput;
  knowsCatalog: boolean;
}): { model: MeshModel; diagnostics: Diagnostic[] } {
  const { model, diagnostics } = buildModel(scene.input);
  return { model, diagnostics: softenAll(diagnostics, scene) };
}

/** What cannot be known from some files alone becomes a hint. */
export function softenAll(
  diagnostics: readonly Diagnostic[],
  { input, knowsCatalog }: { input: MeshInput; knowsCatalog: boolean },
): Diagnostic[] {
  const isBare = input.clusters.some(({ dnsZone }) => !dnsZone);
  return knowsCatalog
    ? [...diagnostics]
    : diagnostics.map(each => soften(each, isBare));
}

function soften(diagnostic: Diagnostic, isBare: boolean): Diagnostic {
  const { code, pointer, message } = diagnostic;
  const softer = (hint: string): Diagnostic => ({
    ...diagnostic,
    severity: 'info',
    message: `${message}. ${hint}`,
  });
  if (code === 'MW1101') {
    return softer(
      'Only the given files were looked at: where the catalog has it, give the catalog with --input',
    );
  }
  if (code === 'MW1117' && pointer.endsWith('/dns') && isBare) {
    return softer('Describe the cluster with --clusters to check it');
  }
  return diagnostic;
}
