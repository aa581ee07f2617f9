import type { JsonObject, JsonValue } from '@backstage/types';
import { ANNOTATION_NETWORK_ONLY } from '../objects/annotations';
import { canonicalJson } from '../objects/canonicalJson';
import type { MeshObject } from '../objects/types';
import { Aliases } from './Aliases';
import {
  type Carry,
  type CarryContext,
  isAllowing,
  remember,
  withSpec,
} from './carry';
import { extendCalls, extendConnections, extendGuards } from './extendRules';
import type { PortMove } from './portMoves';
import type { Related } from './relations';
import type { Succession } from './succession';

type Context = CarryContext & {
  /** The other ends of the edges of the workload. */
  related: readonly Related[];
};

/**
 * Old numbers beside the new ones, in the policies of the workload that
 * listens there: for whom is admitted on the old one now and on the new one
 * in the end.
 */
export function carryOwnPorts(
  carry: Carry,
  context: Context & { succession: Succession },
): Carry {
  const callers = context.related.filter(({ isCaller }) => isCaller);
  const aliases = new Aliases(callers);
  let current = carry;
  for (const move of context.succession.oldPorts) {
    const object = extend(current.object, { move, aliases, context });
    if (object !== current.object && keep(current, move, context)) {
      current = {
        ...current,
        object: markNetworkOnly(object, move),
        ports: [...current.ports, move],
      };
    }
  }
  return current;
}

/** Old numbers beside the new ones, where connections go out to them. */
export function carryPortsOut(carry: Carry, context: Context): Carry {
  const isOpen = context.isOpen('egress');
  let current = carry;
  for (const related of context.related) {
    const { succession, isCalled, isGrantedBefore } = related;
    if (!isCalled || !(isGrantedBefore || isOpen)) continue;
    const aliases = new Aliases([related]);
    for (const move of succession.oldPorts) {
      const object = extendConnections(current.object, {
        ...{ move, direction: 'egress' },
        isAdmitted: peer =>
          aliases.knowsPeer(peer) &&
          (isOpen || isPeerAdmitted(peer, { move, aliases, context })),
      });
      if (
        object !== current.object &&
        keep(current, move, { ...context, succession })
      ) {
        current = { ...current, object };
      }
    }
  }
  return current;
}

type Extension = {
  move: PortMove;
  aliases: Aliases;
  context: CarryContext;
};

function extend(object: MeshObject, options: Extension): MeshObject {
  const { move, aliases, context } = options;
  const { isOpen, admitted } = context;
  switch (object.kind) {
    case 'NetworkPolicy':
      return extendConnections(object, {
        ...{ move, direction: 'ingress' },
        isAdmitted: peer =>
          isOpen('ingress') || isPeerAdmitted(peer, options, 'ingress'),
      });
    case 'PeerAuthentication':
      return extendModes(object, options);
    case 'AuthorizationPolicy':
      return isAllowing(object)
        ? extendCalls(object, {
            move,
            isAdmitted: caller =>
              isOpen('calls') ||
              aliases
                .ofPrincipal(caller)
                .some(name => admitted.hasCaller(name, move.from)),
          })
        : extendGuards(object, move);
    default:
      return object;
  }
}

function isPeerAdmitted(
  peer: JsonValue,
  { move, aliases, context }: Extension,
  direction: 'ingress' | 'egress' = 'egress',
): boolean {
  return aliases
    .ofPeer(peer)
    .some(item =>
      context.admitted.hasPeer(canonicalJson(item), direction, move.from),
    );
}

/** An exception from mutual TLS that holds on both numbers. */
function extendModes(
  object: MeshObject,
  { move, context }: Extension,
): MeshObject {
  const modesOf = ({ spec }: MeshObject) =>
    (spec?.portLevelMtls ?? {}) as Record<string, JsonObject>;
  const modes = modesOf(object);
  const mode = modes[move.to];
  const was = context.same && modesOf(context.same)[move.from];
  const isKept = mode && was && !modes[move.from] && was.mode === mode.mode;
  return isKept
    ? withSpec(object, { portLevelMtls: { ...modes, [move.from]: mode } })
    : object;
}

function keep(
  { kept }: Carry,
  { from }: PortMove,
  context: CarryContext & { succession: Succession },
): boolean {
  return remember(`port ${from} of ${context.succession.id}`, {
    ...context,
    kept,
  });
}

/** The layers need not agree on the old number either. */
function markNetworkOnly(object: MeshObject, move: PortMove): MeshObject {
  const { annotations = {} } = object.metadata;
  const ports = annotations[ANNOTATION_NETWORK_ONLY]?.split(',') ?? [];
  if (!ports.includes(String(move.to))) return object;
  const all = [...ports, String(move.from)].sort(
    (a, b) => Number(a) - Number(b),
  );
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: { ...annotations, [ANNOTATION_NETWORK_ONLY]: all.join() },
    },
  };
}
