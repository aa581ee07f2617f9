import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { isRecord, type JsonRecord } from './json';
import { CONTRACT_LIMITS } from './limits';
import { UnreadableDefinition } from './UnreadableDefinition';

const schema = CORE_SCHEMA.withTags(mergeTag);

/**
 * The one object that a definition in JSON or YAML holds. Aliases are shared,
 * not copied, so that none of them makes a document larger than it is.
 */
export function readDocument(text: string): JsonRecord {
  const value = parse(text);
  if (!isRecord(value)) {
    throw new UnreadableDefinition(
      'The definition is not an object; write an OpenAPI document in JSON or YAML, or load one with $text',
    );
  }
  return value;
}

function parse(text: string): unknown {
  if (/^[\s\uFEFF]*\{/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML in flow style also starts with a brace; its parser says why not.
    }
  }
  try {
    return load(text, {
      schema,
      maxDepth: CONTRACT_LIMITS.depth,
      maxAliases: CONTRACT_LIMITS.operations,
    });
  } catch (error) {
    const [reason = ''] = String((error as Error).message).split('\n', 1);
    throw new UnreadableDefinition(
      `The definition is neither JSON nor YAML: ${reason}`,
    );
  }
}
