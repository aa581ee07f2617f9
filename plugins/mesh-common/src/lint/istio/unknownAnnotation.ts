import type { ObjectRule } from '../types';
import { listAnnotated } from './context/annotatedObjects';
import { fullName } from './context/objects';

/** Mostly a typing error: what was meant does not happen. */
export const unknownAnnotation: ObjectRule = {
  code: 'MW2108',
  severity: 'warning',
  summary: 'Annotations in the name of Istio are known to Istio',
  aliases: ['IST0108'],
  check: context =>
    context
      .derive(listAnnotated)
      .filter(({ known }) => !known)
      .map(({ object, path, name }) => ({
        object,
        path,
        message: `Istio knows no annotation ${name}, so it does nothing on ${
          object.kind
        } ${fullName(object)}. Correct its name, or remove it.`,
      })),
};
