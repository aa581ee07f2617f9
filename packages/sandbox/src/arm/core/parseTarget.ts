import { refuse } from '../ArmError';

/** What a path of Resource Manager speaks of. */
export type Target = {
  /** As it was sent, without query and trailing slash. */
  path: string;
  subscription: string;
  group?: string;
  /** Id of the subscription, group or resource that it lies on. */
  scope: string;
  /** Namespace of the provider; empty when the path names none. */
  namespace: string;
  /** Segments of the type; one more than `names` for a collection. */
  types: string[];
  names: string[];
};

/** Takes a path apart. Throws what Azure answers for one that is none. */
export function parseTarget(path: string): Target {
  const [root, ...segments] = path.replace(/\/$/, '').split('/');
  const at = segments.map(segment => segment.toLowerCase());
  if (root !== '' || at[0] !== 'subscriptions' || segments.includes('')) {
    throw refuse(
      404,
      'MissingSubscription',
      'The request did not have a subscription or a valid tenant level resource provider.',
    );
  }
  const isGroup = at[2] === 'resourcegroups';
  const last = at.lastIndexOf('providers');
  const base = {
    path: `/${segments.join('/')}`,
    subscription: decodeURIComponent(segments[1] ?? ''),
    group: isGroup ? segments[3] : undefined,
  };
  if (last === -1) {
    return { ...base, ...splitGroup(segments), namespace: '' };
  }
  const parts = segments.slice(last + 2);
  return {
    ...base,
    scope: `/${segments.slice(0, last).join('/')}`,
    namespace: segments[last + 1] ?? '',
    types: parts.filter((_, index) => index % 2 === 0),
    names: parts.filter((_, index) => index % 2 === 1).map(decodeURIComponent),
  };
}

/** `/subscriptions/s[/resourceGroups[/g[/what]]]` and the like. */
function splitGroup(segments: string[]) {
  const parts = segments.slice(2);
  return {
    scope: `/${segments.slice(0, 2).join('/')}`,
    types: parts.filter((_, index) => index % 2 === 0),
    names: parts.filter((_, index) => index % 2 === 1).map(decodeURIComponent),
  };
}

/** Id without its last type and name. */
export function parentOf(id: string): string {
  return id.split('/').slice(0, -2).join('/');
}

/** Last segment of an id. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Name of the resource group in an id; empty when there is none. */
export function groupOf(id: string): string {
  const match = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i.exec(id);
  return match?.[1] ?? '';
}

/** The id of the group that an id lies in. */
export function groupIdOf(id: string): string {
  return id.split('/').slice(0, 5).join('/');
}
