/**
 * Topic of the hint that a mesh declaration may have changed.
 *
 * @public
 */
export const TOPIC_DECLARATION_CHANGED = 'meshwright.declaration-changed';

/**
 * Payload of {@link TOPIC_DECLARATION_CHANGED}. Only a hint, never trusted:
 * the receiver reads the catalog again.
 *
 * @public
 */
export type DeclarationChangedPayload = {
  entityRef: string;
  /** `hashDeclaration` of the entity that was processed. */
  hash: string;
};
