import {
  buildMatrix,
  createWorkloadViews,
} from '@meshwright/plugin-mesh-common/analyze';
import { createLiveObjects } from './createLiveObjects';
import type { Measurement } from './types';
import { createWorld } from './verdicts';

export const matrix: Measurement = {
  name: 'matrix',
  about:
    'who reaches whom on which port, between all workloads, from pods, services and policies: index, views and matrix',
  prepare(subject) {
    const live = createLiveObjects(subject);
    return () => {
      const world = createWorld({ ...subject, objects: live });
      return buildMatrix(world, createWorkloadViews(live));
    };
  },
};
