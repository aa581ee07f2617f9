import { modelCodes, type Severity } from '@meshwright/plugin-mesh-common';
import { loadLint } from './loadLint';

/** What is known of a rule without anything being found. */
export type Rule = {
  code: string;
  severity: Severity;
  /** One sentence without a full stop. */
  summary: string;
};

const OF_THE_CATALOG: Rule = {
  code: 'MW1902',
  severity: 'error',
  summary: 'The catalog refuses the newer version of an entity',
};

/** Every rule that a check goes by, in the order of the codes. */
export function listRules(): Rule[] {
  const ofModel = Object.entries(modelCodes).map(([code, rule]) => ({
    code,
    ...rule,
  }));
  const ofObjects = loadLint().objectRules.map(
    ({ code, severity, summary }) => ({ code, severity, summary }),
  );
  return [...ofModel, OF_THE_CATALOG, ...ofObjects].sort((a, b) =>
    a.code < b.code ? -1 : 1,
  );
}

/** The page of a rule, below where the documentation is served. */
export function docsOf(code: string): string {
  return code.startsWith('MW1')
    ? `reference/diagnostics/#${code.toLowerCase()}`
    : `rules/${code}/`;
}
