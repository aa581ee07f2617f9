import { createHash } from 'node:crypto';
import type { EntityStatusResponse } from '@meshwright/plugin-mesh-common';
import type { Response } from 'express';
import type { StatusAnswer } from '../services';

/**
 * Sends an {@link EntityStatusResponse} without reading and writing the status,
 * and only to who does not have it yet.
 */
export function sendStatus(
  res: Response,
  { status, allowed }: StatusAnswer,
): void {
  const rest = JSON.stringify(allowed);
  const version = createHash('sha256')
    .update(`${status.version} ${rest}`)
    .digest('base64url');
  // Weak, because the same text may be sent compressed. Setting it spares
  // Express from digesting the whole answer, and has it answer 304.
  res
    .set('ETag', `W/"${version}"`)
    .type('json')
    .send(`{"status":${status.json},"allowed":${rest}}`);
}
