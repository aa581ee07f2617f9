import type { ObjectRule } from '../types';
import { isAtHome, listAnnotated } from './context/annotatedObjects';
import { fullName } from './context/objects';

/** Istio does not look for it there: it does nothing. */
export const misplacedAnnotation: ObjectRule = {
  code: 'MW2107',
  severity: 'warning',
  summary: 'Annotations of Istio stand on the kinds that they are for',
  aliases: ['IST0107'],
  check: context =>
    context
      .derive(listAnnotated)
      .filter(annotated => !isAtHome(annotated))
      .map(({ object, path, name, known }) => ({
        object,
        path,
        message: `Annotation ${name} does nothing on ${object.kind} ${fullName(
          object,
        )}: it is for ${known?.kinds.join(
          ', ',
        )}. Move it, for pods of a Deployment into its template.`,
      })),
};
