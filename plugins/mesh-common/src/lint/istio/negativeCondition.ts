import type { MeshObject } from '../../objects';
import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { core, fullName, groups, type Fields } from './context/objects';

const waypoint = ['istio.io/WaypointBound'];
const policy = ['ZtunnelAccepted', 'WaypointAccepted'];
const gateway = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** Who enforces it has said no: what the object asks for does not hold. */
export const negativeCondition: ObjectRule = {
  code: 'MW2171',
  severity: 'warning',
  summary: 'No controller has refused an object',
  aliases: ['IST0171'],
  check: context =>
    listJudged(context).flatMap(({ object, types }) =>
      listConditions(object)
        .filter(
          ({ fields }) =>
            (fields.status === 'False' && types.includes(fields.type)) ||
            isPartial(object, fields),
        )
        .map(({ fields, path }) => ({
          object,
          path,
          message: `A controller says ${fields.type}=${fields.status} of ${
            object.kind
          } ${fullName(object)}: ${
            toText(fields.message) ||
            toText(fields.reason) ||
            'it gives no reason'
          }. Until that is solved, it is not (wholly) in force.`,
        })),
    ),
};

function listJudged(
  context: LintContext,
): Array<{ object: MeshObject; types: readonly unknown[] }> {
  const of = (objects: readonly MeshObject[], types: readonly string[]) =>
    objects.map(object => ({ object, types }));
  return [
    ...of(core(context, 'Service'), waypoint),
    ...of(context.ofKind('ServiceEntry', groups.networking), waypoint),
    ...of(context.ofKind('WorkloadEntry', groups.networking), waypoint),
    ...of(context.ofKind('AuthorizationPolicy', groups.security), policy),
    ...['Gateway', 'HTTPRoute', 'GRPCRoute'].flatMap(kind =>
      of(context.ofKind(kind, groups.gateway), gateway),
    ),
  ];
}

/** A waypoint that takes a part of a policy says that it took it. */
function isPartial(object: MeshObject, { type, reason }: Fields): boolean {
  return (
    object.kind === 'AuthorizationPolicy' &&
    type === 'WaypointAccepted' &&
    reason === 'PartiallyInvalid'
  );
}

/** Of the object itself; of routes, from each of their parents. */
function listConditions(
  object: MeshObject,
): Array<{ fields: Fields; path: string }> {
  const status = toRecord(object.status);
  const from = (conditions: unknown, path: string) =>
    toRecords(conditions).map((fields, index) => ({
      fields,
      path: `${path}/conditions[${index}]`,
    }));
  return object.kind.endsWith('Route')
    ? toRecords(status.parents).flatMap(({ conditions }, index) =>
        from(conditions, `status/parents[${index}]`),
      )
    : from(status.conditions, 'status');
}
