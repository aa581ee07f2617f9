import { refuse } from '../ArmError';
import { textAt } from './json';
import type { Resource } from './Resource';
import type { ResourceType } from './ResourceType';
import type { ArmRequest } from './wire';

/** Holds `If-Match` and `If-None-Match` against what is there. */
export function checkConditions(
  type: ResourceType,
  options: { request: ArmRequest; body?: unknown; live?: Resource },
): void {
  const { request, live } = options;
  if (!type.etag) {
    return;
  }
  const inBody = textAt(options.body, 'etag');
  const wanted = request.headers['if-match'] ?? inBody;
  if (wanted !== undefined && !matches(wanted, live)) {
    throw failed(type, `'${bare(wanted)}' in the If-Match header`, live);
  }
  if (request.headers['if-none-match'] === '*' && live) {
    throw refuse(
      412,
      'PreconditionFailed',
      `The condition '*' in the If-None-Match header was not satisfied. The current was '${live.etag}'.`,
    );
  }
}

function failed(type: ResourceType, what: string, live?: Resource) {
  const now = live?.etag ?? '';
  return type.flatErrors
    ? refuse(
        409,
        'EtagMismatch',
        `Operation is not allowed: Etag mismatch, the condition ${what} was not satisfied. The current was '${now}'.`,
      )
    : refuse(
        412,
        'PreconditionFailed',
        `The condition ${what} was not satisfied. The current was '${now}'.`,
      );
}

function matches(wanted: string, live?: Resource): boolean {
  return (
    live !== undefined && (wanted === '*' || bare(wanted) === bare(live.etag))
  );
}

/** Clients quote versions or not. */
function bare(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}
