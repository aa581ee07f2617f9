import type { JsonObject } from '@backstage/types';
import type { Price } from '../prices/Price';

/** What is asked for besides single resources. */
export type ListingKey =
  | 'computeUsages'
  | 'deletedWorkspaces'
  | 'groupPermissions'
  | 'groupResources'
  | 'kubernetesVersions'
  | 'meshRevisions'
  | 'networkUsages'
  | 'permissions'
  | 'sizes'
  | 'zoneRecords';

/**
 * What is there, in the shapes of the wire. Whoever fills it asks for what
 * `listProbes` names and interprets nothing.
 *
 * What could not be read is in `unreadable` and nowhere else: it is not
 * absent.
 */
export type ObservedInfrastructure = {
  /** Live bodies by lower-case id; null when there is none (404). */
  resources: Record<string, JsonObject | null>;
  /** Items of all pages. Empty when the place of the list is not there. */
  lists: Partial<Record<ListingKey, JsonObject[]>>;
  /** Why something was not read, by lower-case id, key of a list or object. */
  unreadable: Record<string, string>;
  /**
   * Live Kubernetes objects by `<Kind>/<namespace>/<name>`, null when one is
   * not there; null altogether when the cluster is not there.
   */
  objects: Record<string, JsonObject | null> | null;
  /** Public prices of the region; absent when nobody gave them in time. */
  prices?: Price[];
};

/** Nothing is there and nothing is known: where observing starts. */
export function createObserved(): ObservedInfrastructure {
  return { resources: {}, lists: {}, unreadable: {}, objects: null };
}
