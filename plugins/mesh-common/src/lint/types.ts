import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../objects';

/** How bad a finding about an object is. @public */
export type LintSeverity = 'error' | 'warning' | 'info';

/**
 * Something that is wrong with an object.
 *
 * @public
 */
export type LintFinding = {
  /** Number of the rule, for example `MW2001`. */
  rule: string;
  severity: LintSeverity;
  /** Tells kinds of one name apart, as Istio's Gateway and Kubernetes' own. */
  apiVersion?: string;
  kind: string;
  /** Empty for cluster-scoped kinds. */
  namespace: string;
  name: string;
  /** Where in the object, for example `spec/rules[0]/when[1]`. */
  path: string;
  /** What is wrong and what to do, for a person. */
  message: string;
};

/**
 * What rules are judged with.
 *
 * @public
 */
export type LintOptions = {
  /** Namespace whose policies hold for the whole mesh. */
  rootNamespace: string;
  /** True unless said otherwise. */
  autoMtls?: boolean;
  /** `cluster.local` unless said otherwise. */
  trustDomain?: string;
  trustDomainAliases?: string[];
  /** Version of the control plane; `1.29` unless said otherwise. */
  istio?: string;
  /** Injection revisions and tags that are installed; any when absent. */
  revisions?: string[];
  /** Names in the mesh's `extensionProviders`; any when absent. */
  extensionProviders?: string[];
  /** False when the cluster stores NetworkPolicies and ignores them. */
  policyEngine?: boolean;
  /** True when `objects` holds the whole cluster: what lacks is missing. */
  complete?: boolean;
  /** RFC 3339; without it, nobody asks what is valid or over by now. */
  now?: string;
  /** Our installation; whatever says that it is ours when absent. */
  instance?: string;
  /** Where it is not among the objects, as the ConfigMap `istio`. */
  meshConfig?: JsonObject;
  /** Where they are not among the objects, as the ConfigMap `istio`. */
  meshNetworks?: JsonObject;
  /** Name of the cluster of the objects, beside `otherClusters`. */
  cluster?: string;
  /** The rest of the mesh. */
  otherClusters?: ReadonlyArray<{
    name: string;
    objects: readonly MeshObject[];
  }>;
};

/** What a rule says about an object; the rest is filled in. @public */
export type RuleFinding = {
  object: MeshObject;
  /** Empty for the object as a whole. */
  path: string;
  message: string;
  /** Where it differs from the rule's. */
  severity?: LintSeverity;
};

/** Objects to be judged, arranged for look-up. @public */
export type LintContext = {
  readonly objects: readonly MeshObject[];
  readonly options: LintOptions;
  /** Of one kind, in the order given; of `group` only, when it is named. */
  ofKind(kind: string, group?: string): readonly MeshObject[];
  /** The object of a kind with that name. */
  find(kind: string, namespace: string, name: string): MeshObject | undefined;
  /** What is expensive is derived once per context, by the deriving function. */
  derive<T>(derive: (context: LintContext) => T): T;
};

/**
 * A numbered rule about objects of a cluster, anybody's.
 *
 * @public
 */
export type ObjectRule = {
  /** Stable and never reused: people silence rules by it. */
  code: string;
  severity: LintSeverity;
  /** One sentence without a full stop. */
  summary: string;
  /** Names of the same check elsewhere: `IST0118`, `KIA0105`, `SEG-OR-RULES`. */
  aliases?: readonly string[];
  check(context: LintContext): RuleFinding[];
};
