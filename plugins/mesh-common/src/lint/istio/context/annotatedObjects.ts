import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import {
  isJudged,
  istioAnnotations,
  type IstioAnnotation,
} from './istioAnnotations';
import { annotationsOf, core, groups } from './objects';

/** An annotation in Istio's name, on an object. */
export type Annotated = {
  object: MeshObject;
  name: string;
  value: string;
  path: string;
  /** Undefined when Istio does not know it. */
  known: IstioAnnotation | undefined;
};

/** Annotations in Istio's name; derive it from the context. */
export function listAnnotated(context: LintContext): Annotated[] {
  const objects = [
    ...core(context, 'Namespace'),
    ...core(context, 'Service'),
    ...core(context, 'Pod'),
    ...context.ofKind('Deployment', groups.apps),
  ];
  return objects.flatMap(object =>
    Object.entries(annotationsOf(object))
      .filter(([name]) => isJudged(name))
      .map(([name, value]) => ({
        object,
        name,
        value,
        path: `metadata/annotations/${name}`,
        known: istioAnnotations.get(name),
      })),
  );
}

/** Whether a known annotation means something on its object. */
export function isAtHome({ object, known }: Annotated): boolean {
  return (
    !known || known.kinds.includes('Any') || known.kinds.includes(object.kind)
  );
}
