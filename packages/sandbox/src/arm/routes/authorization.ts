import { textAt } from '../core/json';
import { show } from '../core/show';
import { answer } from '../core/wire';
import type { Route, RouteContext } from './Route';

/** Rights of the caller, and role assignments of a scope. */
export const authorizationRoutes: Route[] = [
  {
    method: 'GET',
    pattern: /^(.*)\/providers\/Microsoft\.Authorization\/permissions$/i,
    run: () =>
      answer(200, {
        value: [
          {
            actions: ['*'],
            notActions: [],
            dataActions: [],
            notDataActions: [],
          },
        ],
      }),
  },
  {
    method: 'GET',
    pattern: /^(.*)\/providers\/Microsoft\.Authorization\/roleAssignments$/i,
    run: listAssignments,
  },
];

/** Those above count; those below unless `atScope()` is asked for. */
function listAssignments({ world, parts, query }: RouteContext) {
  const scope =
    `/subscriptions/${world.subscriptionId}${parts[0]}`.toLowerCase();
  const filter = query.get('$filter') ?? '';
  const atScope = /atScope\(\)/i.test(filter);
  const principal = /(?:principalId eq|assignedTo\()\s*'([^']*)'/i
    .exec(filter)?.[1]
    ?.toLowerCase();
  const found = world.store
    .all('Microsoft.Authorization/roleAssignments')
    .filter(({ body }) => {
      const own = textAt(body, 'properties.scope')?.toLowerCase() ?? '';
      const isAbove = scope === own || scope.startsWith(`${own}/`);
      const isBelow = !atScope && own.startsWith(`${scope}/`);
      const id = textAt(body, 'properties.principalId')?.toLowerCase();
      return (
        (isAbove || isBelow) && (principal === undefined || id === principal)
      );
    });
  return answer(200, { value: found.map(one => show(world, one)) });
}
