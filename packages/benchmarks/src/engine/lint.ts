import { lintObjects } from '@meshwright/plugin-mesh-common/lint';
import { MAIN_CLUSTER } from '../generate/blueprints';
import type { Measurement } from './types';

export const lint: Measurement = {
  name: 'lint',
  about: 'lintObjects on the objects of the main cluster',
  prepare({ input, objects }) {
    const cluster = input.clusters.find(({ name }) => name === MAIN_CLUSTER);
    const { rootNamespace = '', trustDomain = '' } = cluster ?? {};
    return () => lintObjects(objects, { rootNamespace, trustDomain });
  },
};
