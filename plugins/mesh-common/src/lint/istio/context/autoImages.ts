import { toRecords } from '../../../evaluate/readJson';
import { PROXY } from './inMesh';
import type { Fields } from './objects';

/** Whether a pod is written for the injector to fill in the proxy's image. */
export function hasAutoImage(podSpec: Fields): boolean {
  return toRecords(podSpec.containers).some(
    ({ name, image }) => name === PROXY && image === 'auto',
  );
}
