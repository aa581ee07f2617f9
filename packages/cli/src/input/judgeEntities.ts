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
export function judgeEntities({
  input,
  knowsCatalog,
}: {
  input: MeshInput;
  knowsCatalog: boolean;
}): { model: MeshModel; diagnostics: Diagnostic[] } {
  const { model, diagnostics } = buildModel(input);
  const bare = new Set(
    model.clusters.filter(({ dnsZone }) => !dnsZone).map(({ name }) => name),
  );
  return {
    model,
    diagnostics: knowsCatalog
      ? diagnostics
      : diagnostics.map(each => soften(each, bare.size > 0)),
  };
}

function soften(diagnostic: Diagnostic, isBare: boolean): Diagnostic {
  const { code, pointer, message } = diagnostic;
  if (code === 'MW1101') {
    return {
      ...diagnostic,
      severity: 'info',
      message: `${message}. Only the given files were looked at: where the catalog has it, give it with --input`,
    };
  }
  if (code === 'MW1117' && pointer.endsWith('/dns') && isBare) {
    return {
      ...diagnostic,
      severity: 'info',
      message: `${message} (describe the cluster with --clusters)`,
    };
  }
  return diagnostic;
}
