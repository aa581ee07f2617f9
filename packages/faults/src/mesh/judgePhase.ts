import {
  type CallRequest,
  compileCluster,
  evaluate,
  indexWorld,
  type MeshObject,
  type WorldOptions,
} from '@meshwright/plugin-mesh-common';
import { checkDeclared } from './checkDeclared';
import { describeCall } from './describeCall';
import { type Declared, findDropped } from './findDropped';
import { judgeHistory } from './judgeHistory';
import type { Call } from './listCalls';
import type { History } from './Recording';
import { renewCall } from './renewCall';
import { clusterOf } from './Town';

/** What is wrong, as sentences. */
type Verdict = Record<'lost' | 'widened' | 'astray', string[]>;

/** Judges the way from one state that lasts to another, and its end. */
export function judgePhase(options: {
  /** What was done. */
  name: string;
  /** What is declared before, on the way and now; two at least. */
  declared: readonly Declared[];
  history: History;
  /** What is there now. */
  objects: readonly MeshObject[];
  calls: readonly Call[];
  world: WorldOptions;
}): Verdict {
  const { name, declared, history, objects, calls, world } = options;
  const judged = judgeHistory({
    ...{ world, history, wanted: [history.start, objects] },
    passed: declared.slice(1, -1).map(state => ({
      objects: compileState(state),
      renewed: calls.map(call => renewCall(call, state)),
    })),
    calls: calls.map(({ request }) => request),
  });
  const [lost, widened] = [judged.lost, judged.widened].map(findings =>
    findings.map(
      ({ call, after: { type, key, version } }) =>
        `${name}: ${describeCall(
          call,
        )} after ${type} ${key} (version ${version})`,
    ),
  );
  const describe = ({ request }: Call, what: string) => {
    const verdict = describeVerdict(objects, request, world);
    return `${name}: ${describeCall(request)} ${what}: ${verdict}`;
  };
  const dropped = findDropped({
    ...{ declared, calls, world },
    before: history.start,
    after: objects,
  });
  const now = declared[declared.length - 1];
  const strange = checkDeclared({ ...now, objects, calls, world });
  return {
    lost: [
      ...lost,
      ...dropped.map(call => describe(call, 'is lost, and its edge stays')),
    ],
    widened,
    astray: strange.map(call => describe(call, 'is not as declared')),
  };
}

function compileState({ town, model }: Declared): MeshObject[] {
  const compiled = compileCluster(model, clusterOf(town.prefix));
  return compiled.objects.map(({ object }) => object);
}

function describeVerdict(
  objects: readonly MeshObject[],
  request: CallRequest,
  world: WorldOptions,
): string {
  const { decision, layer, decidedBy } = evaluate(
    indexWorld(objects, world),
    request,
  );
  return JSON.stringify({ decision, layer, decidedBy });
}
