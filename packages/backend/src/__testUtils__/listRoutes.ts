import type { Server } from 'node:http';

/** What Express keeps of a router, as far as we look. */
type Layer = {
  route?: { path: string; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] } & Function;
};

/**
 * All routes that a server has, of whatever plugin, in the form
 * `GET /status/:name`, without the paths that routers are mounted at.
 */
export function listRoutes(server: Server): string[] {
  const [app] = server.listeners('request') as Array<{
    _router?: { stack: Layer[] };
    router?: { stack: Layer[] };
  }>;
  const found = new Set<string>();
  const seen = new Set<unknown>();
  const walk = (layers: Layer[] = []) => {
    for (const { route, handle } of layers) {
      for (const method of Object.keys(route?.methods ?? {})) {
        found.add(`${method.toUpperCase()} ${route?.path}`);
      }
      if (handle?.stack && !seen.has(handle)) {
        seen.add(handle);
        walk(handle.stack);
      }
    }
  };
  walk((app?._router ?? app?.router)?.stack);
  return [...found].sort();
}
