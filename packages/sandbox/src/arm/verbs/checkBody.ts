import { refuse } from '../ArmError';
import { isObject, type JsonObject, textAt } from '../core/json';
import type { Resource } from '../core/Resource';
import type { ResourceType } from '../core/ResourceType';
import type { World } from '../core/World';

const MOST_TAGS = 50;

/** The body of a write as an object. */
export function parseBody(text: string | undefined): JsonObject {
  try {
    const body: unknown = JSON.parse(text ?? '');
    if (isObject(body)) {
      return body;
    }
  } catch {
    // Said below, as Azure does.
  }
  throw refuse(
    400,
    'InvalidRequestContent',
    'The request content was invalid and could not be deserialized.',
  );
}

/** Checks what is the same for all types: location, tags, name. */
export function checkBody(
  world: World,
  type: ResourceType,
  options: { body: JsonObject; name: string; live?: Resource },
): JsonObject {
  const { body, name, live } = options;
  if (type.namePattern && !type.namePattern.test(name)) {
    throw refuse(
      400,
      'InvalidResourceName',
      `Resource name '${name}' is invalid for '${type.type}'. It must match '${type.namePattern.source}'.`,
    );
  }
  checkTags(body.tags);
  if (body.properties !== undefined && !isObject(body.properties)) {
    throw refuse(
      400,
      'InvalidRequestContent',
      "The request content was invalid: 'properties' must be an object.",
    );
  }
  const location = checkLocation(world, type, { ...options, live });
  return { ...body, ...(location && { location }) };
}

function checkLocation(
  world: World,
  type: ResourceType,
  options: { body: JsonObject; name: string; live?: Resource },
): string | undefined {
  const { body, name, live } = options;
  const location = normalize(textAt(body, 'location'));
  if (type.location === 'none') {
    return undefined;
  }
  if (location === undefined) {
    throw refuse(
      400,
      'LocationRequired',
      'The location property is required for this definition.',
    );
  }
  const allowed = type.location === 'global' ? ['global'] : world.facts.regions;
  if (type.location !== 'any' && !allowed.includes(location)) {
    throw refuse(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type '${
        type.type
      }'. List of available regions for the resource type is '${allowed.join(
        ',',
      )}'.`,
    );
  }
  const before = textAt(live?.body, 'location');
  if (before !== undefined && before !== location) {
    throw refuse(
      409,
      'InvalidResourceLocation',
      `The resource '${name}' already exists in location '${before}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
  }
  return location;
}

/** `West Europe` is `westeurope`. */
function normalize(location: string | undefined): string | undefined {
  return location?.replace(/ /g, '').toLowerCase();
}

function checkTags(tags: unknown): void {
  if (tags === undefined || tags === null) {
    return;
  }
  if (
    !isObject(tags) ||
    Object.values(tags).some(value => typeof value !== 'string')
  ) {
    throw refuse(
      400,
      'InvalidRequestContent',
      "The request content was invalid: 'tags' must be an object of texts.",
    );
  }
  for (const [name, value] of Object.entries(tags)) {
    if (/[<>%&\\?/]/.test(name) || name.length === 0 || name.length > 512) {
      throw refuse(
        400,
        'InvalidTagNameCharacters',
        `The tag name '${name}' has reserved characters '<,>,%,&,\\,?,/' or control characters, or is too long.`,
      );
    }
    if (String(value).length > 256) {
      throw refuse(
        400,
        'InvalidTagValueLength',
        `The value of the tag '${name}' exceeds the maximum allowed length '256'.`,
      );
    }
  }
  if (Object.keys(tags).length > MOST_TAGS) {
    throw refuse(
      400,
      'InvalidTagCount',
      `Only ${MOST_TAGS} tags are allowed on a resource.`,
    );
  }
}
