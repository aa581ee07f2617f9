import { HttpMethod } from '@kubernetes/client-node';
import type { ClusterRights } from '@meshwright/plugin-mesh-node';
import type { KubernetesConnection } from './KubernetesConnection';
import { CONFIG_MAP, EMITTED_KINDS, type KindPath, READ_KINDS } from './kinds';
import { sendWithRetry } from './sendWithRetry';

const API = '/apis/authorization.k8s.io/v1';

/** What an update of any object takes; a rule has all of them or is short. */
const VERBS = ['create', 'patch'];

type Rule = {
  verbs?: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
};
type Rules = { resourceRules?: Rule[]; incomplete?: boolean };

type Question = {
  verb: string;
  path: KindPath;
  /** Undefined: in all of them. */
  namespace?: string;
};

type Options = { rootNamespace: string; signal?: AbortSignal };

/** Kinds that may not be listed, beside what may be written. */
export type FoundRights = ClusterRights & { unreadable: KindPath[] };

/**
 * Asks what the credentials may read and write. Authorizers that cannot list what they
 * allow, as that of AKS with Azure RBAC, are asked about each kind.
 */
export async function readRights(
  connection: KubernetesConnection,
  options: Options,
): Promise<FoundRights> {
  const rules = await readRules(connection, options);
  const may = async (question: Question): Promise<boolean> =>
    (rules.resourceRules ?? []).some(rule => allows(rule, question)) ||
    (rules.incomplete === true && isAllowed(connection, question, options));
  const writable = await Promise.all(
    EMITTED_KINDS.map(async path => {
      const answers = await Promise.all(VERBS.map(verb => may({ verb, path })));
      return { path, some: answers.some(Boolean), all: answers.every(Boolean) };
    }),
  );
  const readable = await Promise.all(
    READ_KINDS.map(path => may({ verb: 'list', path })),
  );
  const namespace = options.rootNamespace;
  const mayClaim = await may({ verb: 'create', path: CONFIG_MAP, namespace });
  return {
    unreadable: READ_KINDS.filter((_, index) => !readable[index]),
    mayClaim,
    mayWrite: mayClaim || writable.some(({ some }) => some),
    readOnlyKinds: writable
      .filter(({ all }) => !all)
      .map(({ path: { group, kind } }) => `${group}/${kind}`),
  };
}

/** In the root namespace, where every rule for the whole cluster holds too. */
async function readRules(
  connection: KubernetesConnection,
  { rootNamespace, signal }: Options,
): Promise<Rules> {
  const status = await review<Rules>(connection, {
    plural: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace: rootNamespace },
    signal,
  });
  return status ?? {};
}

async function isAllowed(
  connection: KubernetesConnection,
  { verb, path, namespace }: Question,
  { signal }: Options,
): Promise<boolean> {
  const status = await review<{ allowed?: boolean }>(connection, {
    plural: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        verb,
        group: path.group,
        resource: path.plural,
        ...(namespace && { namespace }),
      },
    },
    signal,
  });
  return status?.allowed === true;
}

async function review<T>(
  connection: KubernetesConnection,
  options: {
    plural: string;
    kind: string;
    spec: Record<string, string | Record<string, string>>;
    signal?: AbortSignal;
  },
): Promise<T | undefined> {
  const { plural, kind, spec, signal } = options;
  const { body } = await sendWithRetry(connection, {
    method: HttpMethod.POST,
    path: `${API}/${plural}`,
    body: { apiVersion: 'authorization.k8s.io/v1', kind, spec },
    signal,
  });
  return (body as { status?: T } | null)?.status;
}

/** A rule for some names grants nothing that has another one. */
function allows(rule: Rule, { verb, path }: Question): boolean {
  const has = (list: string[] | undefined, value: string) =>
    Boolean(list?.includes(value) || list?.includes('*'));
  return (
    !rule.resourceNames?.length &&
    has(rule.verbs, verb) &&
    has(rule.apiGroups, path.group) &&
    has(rule.resources, path.plural)
  );
}
