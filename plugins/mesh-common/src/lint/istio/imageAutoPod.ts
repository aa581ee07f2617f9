import type { ObjectRule } from '../types';
import { hasAutoImage } from './context/autoImages';
import { core, fullName, specOf } from './context/objects';

/** The injector has replaced the image of a pod, or nobody will. */
export const imageAutoPod: ObjectRule = {
  code: 'MW2147',
  severity: 'error',
  summary: 'Pods do not run with the image auto',
  aliases: ['IST0147'],
  check: context =>
    core(context, 'Pod')
      .filter(pod => hasAutoImage(specOf(pod)))
      .map(object => ({
        object,
        path: 'spec/containers',
        message: `Pod ${fullName(
          object,
        )} has a proxy with 'image: auto', which the injector did not replace, so it cannot start. Let it be injected, and create it anew.`,
      })),
};
