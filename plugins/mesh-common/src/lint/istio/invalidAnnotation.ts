import { memoize } from 'lodash';
import type { ObjectRule } from '../types';
import { isAtHome, listAnnotated } from './context/annotatedObjects';
import { checkAnnotationValue } from './context/annotationValues';
import { fullName } from './context/objects';

/** The injector refuses pods with it, or the proxy does not do what is asked. */
export const invalidAnnotation: ObjectRule = {
  code: 'MW2125',
  severity: 'warning',
  summary: 'Annotations of Istio have values that Istio can read',
  aliases: ['IST0125'],
  check: context => {
    const judge = memoize(checkAnnotationValue, (...key) => key.join('='));
    return context
      .derive(listAnnotated)
      .filter(isAtHome)
      .flatMap(({ object, path, name, value }) => {
        const wanted = judge(name, value);
        return wanted === undefined
          ? []
          : [
              {
                object,
                path,
                message: `The value '${shorten(
                  value,
                )}' of annotation ${name} on ${object.kind} ${fullName(
                  object,
                )} is not valid: it must be ${wanted}.`,
              },
            ];
      });
  },
};

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}
