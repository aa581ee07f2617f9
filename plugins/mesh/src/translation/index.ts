import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { clusters } from './clusters';
import { custody } from './custody';
import { entity } from './entity';
import { plans } from './plans';
import { words } from './words';
import { work } from './work';

/**
 * Every text of the plugin.
 *
 * @public
 */
export const meshTranslationRef = createTranslationRef({
  id: 'mesh',
  messages: { ...words, ...entity, ...work, ...clusters, ...custody, ...plans },
});
