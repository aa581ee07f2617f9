import type { ObjectRule } from '../types';
import { listAnnotated, type Annotated } from './context/annotatedObjects';
import { fullName, labelsOf } from './context/objects';

const INJECT = 'sidecar.istio.io/inject';

/** A later version of Istio will not read it. */
export const deprecatedAnnotation: ObjectRule = {
  code: 'MW2135',
  severity: 'info',
  summary: 'Annotations of Istio are not deprecated',
  aliases: ['IST0135'],
  check: context =>
    context
      .derive(listAnnotated)
      .filter(({ known }) => known?.isDeprecated)
      .filter(annotated => !isReplaced(annotated))
      .map(({ object, path, name }) => ({
        object,
        path,
        message: `Annotation ${name} of ${object.kind} ${fullName(
          object,
        )} is deprecated and may stop working. ${
          name === INJECT
            ? `Use the label ${INJECT} instead.`
            : 'Remove it, or use what replaces it.'
        }`,
      })),
};

/** Who has the label too knows, and keeps the annotation for old versions. */
function isReplaced({ object, name }: Annotated): boolean {
  return name === INJECT && labelsOf(object)[INJECT] !== undefined;
}
