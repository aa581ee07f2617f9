import { show } from '../core/show';
import { answer } from '../core/wire';
import { pathPattern, type Route, type RouteContext } from './Route';

/** Workspaces that can come back. */
export const workspaceRoutes: Route[] = [
  {
    method: 'GET',
    pattern: pathPattern(
      '/providers/Microsoft.OperationalInsights/deletedWorkspaces',
    ),
    run: context => list(context, () => true),
  },
  {
    method: 'GET',
    pattern: pathPattern(
      '/resourceGroups/*/providers/Microsoft.OperationalInsights/deletedWorkspaces',
    ),
    run: context =>
      list(context, id =>
        id
          .toLowerCase()
          .includes(`/resourcegroups/${context.parts[0].toLowerCase()}/`),
      ),
  },
];

function list({ world }: RouteContext, fits: (id: string) => boolean) {
  const found = world.store
    .deletedOnes('Microsoft.OperationalInsights/workspaces')
    .filter(({ resource }) => fits(resource.id));
  return answer(200, {
    value: found.map(({ resource }) => show(world, resource)),
  });
}
