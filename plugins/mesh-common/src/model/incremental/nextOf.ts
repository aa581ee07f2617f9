import { buildModel } from '../buildModel';
import type { MeshInput, MeshModel } from '../types';

/**
 * When the whole changes by itself next; `unknown` when the part that changed
 * was why it was so soon.
 */
export function nextOf(options: {
  /** The whole, before. */
  model: MeshModel;
  /** The part, now. */
  part: MeshModel;
  /** The input of the part, before. */
  before: MeshInput;
}): string | undefined | 'unknown' {
  const { model, part, before } = options;
  const [whole, now] = [model.nextInstant, part.nextInstant];
  if (!whole || (now && Date.parse(now) <= Date.parse(whole))) {
    return now;
  }
  return buildModel(before).model.nextInstant === whole ? 'unknown' : whole;
}
