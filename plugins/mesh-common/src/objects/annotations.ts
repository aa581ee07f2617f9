/**
 * The prefix of every label and annotation of ours, on entities and on
 * cluster objects.
 *
 * @public
 */
export const MESHWRIGHT_PREFIX = 'meshwright.io';

/**
 * Field manager of every write, and value of {@link LABEL_MANAGED_BY}.
 *
 * @public
 */
export const FIELD_MANAGER = 'meshwright';

/**
 * The standard label that says which tool manages an object.
 *
 * @public
 */
export const LABEL_MANAGED_BY = 'app.kubernetes.io/managed-by';

/**
 * Label: which installation of the product owns the object.
 *
 * @public
 */
export const LABEL_INSTANCE = `${MESHWRIGHT_PREFIX}/instance`;

/**
 * Label: hash of the entity reference that the object was made for; absent on
 * objects that belong to a namespace or gateway as a whole.
 *
 * @public
 */
export const LABEL_ENTITY = `${MESHWRIGHT_PREFIX}/entity`;

/**
 * Annotation: full references of the entities behind an object, separated by
 * commas.
 *
 * @public
 */
export const ANNOTATION_ENTITIES = `${MESHWRIGHT_PREFIX}/entities`;

/**
 * Annotation: keys of the edges that the object implements, one per line, at
 * most the first hundred.
 *
 * @public
 */
export const ANNOTATION_EDGES = `${MESHWRIGHT_PREFIX}/edges`;

/**
 * Annotation: digest of the fields of this object that we own.
 *
 * @public
 */
export const ANNOTATION_DIGEST = `${MESHWRIGHT_PREFIX}/digest`;

/**
 * Annotation: identifiers of the approvals that the object implements, one
 * per line, at most the first hundred.
 *
 * @public
 */
export const ANNOTATION_APPROVALS = `${MESHWRIGHT_PREFIX}/approvals`;

/**
 * Annotation: keys of those edges of the object that come from the last good
 * reading of a declaration that cannot be read now, one per line, at most the
 * first hundred.
 *
 * @public
 */
export const ANNOTATION_LAST_GOOD = `${MESHWRIGHT_PREFIX}/last-good`;

/**
 * Annotation: target ports, separated by commas, on which callers are known
 * by their place in the network alone, or mutual TLS is not insisted on. On
 * them the layers need not agree.
 *
 * @public
 */
export const ANNOTATION_NETWORK_ONLY = `${MESHWRIGHT_PREFIX}/network-only`;

/**
 * Annotation: the mTLS exceptions of an object, one per line, with their
 * reasons and ends.
 *
 * @public
 */
export const ANNOTATION_EXCEPTIONS = `${MESHWRIGHT_PREFIX}/exceptions`;

/**
 * Annotation: the ports of the workload that a policy is for, as
 * `name=targetPort`, separated by commas. While pods still listen on the old
 * number of a port, it stands there a second time, with that one.
 *
 * @public
 */
export const ANNOTATION_PORTS = `${MESHWRIGHT_PREFIX}/ports`;

/**
 * Annotation: what of old pods a policy still admits, one per line: the
 * instant at which that ends, in RFC 3339, and the identity, the peer or the
 * port.
 *
 * @public
 */
export const ANNOTATION_ADMITTED_UNTIL = `${MESHWRIGHT_PREFIX}/admitted-until`;

/**
 * Annotation: the namespaces, separated by commas, in which pods of the
 * service of a policy run while it moves from one to another.
 *
 * @public
 */
export const ANNOTATION_MOVING = `${MESHWRIGHT_PREFIX}/moving`;

/**
 * Annotation of Istio: a policy with the value `true` is judged and counted,
 * and not enforced.
 *
 * @public
 */
export const ANNOTATION_DRY_RUN = 'istio.io/dry-run';
