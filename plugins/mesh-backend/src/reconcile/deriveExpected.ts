import {
  buildModel,
  canonicalJson,
  compileCluster,
  type CompiledCluster,
  type MeshInput,
} from '@meshwright/plugin-mesh-common';

/** Longer than any grace period. */
const NEVER_HOURS = 1_000_000;

type Configuration = Pick<
  MeshInput,
  'clusters' | 'defaults' | 'bindings' | 'guardrails'
>;

/** What the desired state comes from besides declarations and decisions. */
export function writeConfiguration(input: MeshInput): string {
  return canonicalJson(pickConfiguration(input));
}

/**
 * What would be desired if no entity had vanished and the configuration were
 * as before. Undefined when that is how it is: whatever goes then goes by a
 * decision.
 */
export function deriveExpected(options: {
  input: MeshInput;
  cluster: string;
  /** As it was written after the last pass. */
  configuration?: string;
}): CompiledCluster | undefined {
  const { input, cluster, configuration } = options;
  const before = readConfiguration(configuration);
  const isChanged = before && configuration !== writeConfiguration(input);
  const isMissing = input.lastGood.some(
    ({ missingSince, confirmed }) => missingSince !== undefined && !confirmed,
  );
  if (!isChanged && !isMissing) {
    return undefined;
  }
  const { clusters, defaults, bindings, guardrails } =
    before ?? pickConfiguration(input);
  const { model } = buildModel({
    ...input,
    clusters,
    guardrails,
    defaults: { ...defaults, retiringHours: NEVER_HOURS },
    bindings: [
      ...bindings,
      ...input.bindings.filter(({ origin }) => origin !== 'config'),
    ],
  });
  return compileCluster(model, cluster);
}

function pickConfiguration(input: MeshInput): Configuration {
  const { clusters, defaults, bindings, guardrails } = input;
  return {
    clusters,
    defaults,
    guardrails,
    bindings: bindings.filter(({ origin }) => origin === 'config'),
  };
}

/** We wrote it ourselves; what reads otherwise is of an older version. */
function readConfiguration(text?: string): Configuration | undefined {
  return text?.startsWith('{')
    ? (JSON.parse(text) as Configuration)
    : undefined;
}
