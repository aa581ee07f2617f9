import type { NamespaceStage } from '@meshwright/plugin-mesh-common';
import { type App, OWNERS } from '../Town';

/**
 * A service of an upgrade. Namespaces are named `<cluster>-<name>`, without the
 * prefix of the installation; one that runs in several has one item for each.
 */
export type Service = App & {
  /** A port that a scraper outside of the mesh reads. */
  scraped?: number;
};

/** What teams and the platform want. */
export type Wish = {
  services: readonly Service[];
  /** Of namespaces that were there before the product. */
  stages?: Readonly<Record<string, Pick<NamespaceStage, 'stage' | 'step'>>>;
};

/** A change of what is wanted, and what may be called on the way. */
export type Upgrade = {
  name: string;
  before: Wish;
  after: Wish;
  /**
   * All calls that are allowed: before, when the change is in force while old
   * pods still run beside new ones, and when only new ones do. `a → b:80`.
   */
  allowed: {
    before: readonly string[];
    meanwhile: readonly string[];
    after: readonly string[];
  };
  /** A replica is killed after so many writes of the change, and again. */
  crashes?: readonly number[];
  /** Judges only so many of the calls. */
  sample?: number;
};

export function service(
  options: Partial<Service> & { name: string; namespace: string },
): Service {
  const { name } = options;
  return {
    owner: OWNERS[0],
    account: name,
    label: name,
    service: name,
    port: 8080,
    protocol: 'http',
    needs: [],
    allows: [],
    isGone: false,
    ...options,
  };
}
