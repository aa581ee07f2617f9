import { ApiError, badRequest } from '../errors';
import { timestamp } from '../lifecycle';
import { isJson } from '../types';
import type { Json } from '../types';
import type { Access } from './Access';
import type { Attributes } from './readAttributes';
import { AUDIENCE } from './Tokens';
import type { User } from './User';

export type Review = {
  group: string;
  version: 'v1';
  kind: string;
  plural: string;
  run: (access: Access, user: User, spec: Json) => Json;
};

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function readWanted(spec: Json): Attributes {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (isJson(resourceAttributes) === isJson(nonResourceAttributes)) {
    const field = 'spec.resourceAttributes';
    const message =
      'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    throw new ApiError(
      422,
      `.authorization.k8s.io "" is invalid: ${field}: ${message}`,
      {
        details: {
          group: 'authorization.k8s.io',
          causes: [{ reason: 'FieldValueInvalid', message, field }],
        },
      },
    );
  }
  if (isJson(nonResourceAttributes)) {
    const { verb, path } = nonResourceAttributes;
    return { verb: text(verb), path: text(path) };
  }
  const given = record(resourceAttributes);
  return {
    verb: text(given.verb),
    group: text(given.group),
    version: text(given.version),
    resource: text(given.resource),
    subresource: text(given.subresource),
    namespace: text(given.namespace),
    name: text(given.name),
  };
}

function decide(access: Access, user: User, spec: Json): Json {
  const { allowed, reason } = access.rbac.decide(user, readWanted(spec));
  return { allowed, ...(reason && { reason }) };
}

function describeUser({ name, uid, groups }: User): Json {
  return { username: name, ...(uid && { uid }), groups: [...groups] };
}

function listRules(access: Access, user: User, spec: Json): Json {
  const namespace = text(spec.namespace);
  if (!namespace) {
    throw badRequest('no namespace on request');
  }
  const { rules } = access.rbac.grantsFor(user, namespace);
  return {
    resourceRules: rules
      .filter(rule => rule.resources.length > 0)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length > 0 && { resourceNames }),
      })),
    nonResourceRules: rules
      .filter(rule => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

function reviewToken(access: Access, spec: Json): Json {
  const audiences = Array.isArray(spec.audiences)
    ? spec.audiences.map(String)
    : [AUDIENCE];
  for (const audience of audiences) {
    const user = access.identify(text(spec.token), audience);
    if (user) {
      return {
        authenticated: true,
        user: describeUser(user),
        audiences: [audience],
      };
    }
  }
  return { user: {}, error: 'invalid bearer token' };
}

const authorization = { group: 'authorization.k8s.io', version: 'v1' } as const;
const authentication = {
  group: 'authentication.k8s.io',
  version: 'v1',
} as const;

/** Questions about rights: they are answered and not stored. */
export const REVIEWS: readonly Review[] = [
  {
    ...authorization,
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews',
    run: decide,
  },
  {
    ...authorization,
    kind: 'SubjectAccessReview',
    plural: 'subjectaccessreviews',
    run: (access, _user, spec) => {
      const groups = Array.isArray(spec.groups) ? spec.groups.map(String) : [];
      // Only the groups that are named count.
      return decide(access, { name: text(spec.user), groups }, spec);
    },
  },
  {
    ...authorization,
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews',
    run: listRules,
  },
  {
    ...authentication,
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews',
    run: (_access, user) => ({ userInfo: describeUser(user) }),
  },
  {
    ...authentication,
    kind: 'TokenReview',
    plural: 'tokenreviews',
    run: (access, _user, spec) => reviewToken(access, spec),
  },
];

/** The review that a path asks for. */
export function findReview(path: string): Review | undefined {
  return REVIEWS.find(
    one => path === `/apis/${one.group}/${one.version}/${one.plural}`,
  );
}

/** Answers a review with its status. */
export function answerReview(
  review: Review,
  { access, user, body }: { access: Access; user: User; body: unknown },
): Json {
  const given = record(body);
  const spec = record(given.spec);
  const status = review.run(access, user, spec);
  const isRules = review.plural === 'selfsubjectrulesreviews';
  return {
    kind: review.kind,
    apiVersion: `${review.group}/${review.version}`,
    metadata:
      review.plural === 'selfsubjectreviews'
        ? { creationTimestamp: timestamp() }
        : {},
    ...(review.plural !== 'selfsubjectreviews' && {
      spec: isRules ? {} : spec,
    }),
    status,
  };
}
