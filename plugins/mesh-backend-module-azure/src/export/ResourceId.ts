/** A resource id, taken apart. */
export type ResourceId = {
  subscription: string;
  /** Absent for what hangs on a subscription. */
  group?: string;
  /** What an extension hangs on; absent for everything else. */
  target?: string;
  /** For example `Microsoft.Network/virtualNetworks/subnets`. */
  type: string;
  /** One for each segment of the type. */
  names: string[];
};

const SCOPE =
  /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?(?:\/providers\/|$)/i;

/**
 * Takes a resource id apart; undefined for what is none. Resource groups are
 * of type `Microsoft.Resources/resourceGroups`.
 */
export function parseResourceId(id: string): ResourceId | undefined {
  const scope = SCOPE.exec(id);
  if (!scope) {
    return undefined;
  }
  const [, subscription, group] = scope;
  const at = id.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) {
    return group === undefined
      ? undefined
      : {
          subscription,
          type: 'Microsoft.Resources/resourceGroups',
          names: [group],
        };
  }
  const [namespace, ...rest] = id.slice(at + '/providers/'.length).split('/');
  const types = rest.filter((_, index) => index % 2 === 0);
  const names = rest.filter((_, index) => index % 2 === 1);
  if (types.length === 0 || types.length !== names.length) {
    return undefined;
  }
  const target = id.slice(0, at);
  const isExtension = target.toLowerCase().includes('/providers/');
  return {
    subscription,
    ...(group !== undefined && { group }),
    ...(isExtension && { target }),
    type: [namespace, ...types].join('/'),
    names,
  };
}

/** Id of what a resource is a part of; undefined when it is part of none. */
export function parentId(id: string): string | undefined {
  const parsed = parseResourceId(id);
  return parsed && parsed.names.length > 1
    ? id.split('/').slice(0, -2).join('/')
    : undefined;
}
