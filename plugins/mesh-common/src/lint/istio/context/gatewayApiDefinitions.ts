import type { MeshObject } from '../../../objects';
import { toRecord, toRecords, toText } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { groups, specOf } from './objects';

/** A custom resource definition of the Gateway API. */
export type ApiDefinition = {
  object: MeshObject;
  kind: string;
  /** Versions that the API server answers for, sorted. */
  served: string[];
};

/** Definitions of the Gateway API; derive it from the context. */
export function listApiDefinitions(context: LintContext): ApiDefinition[] {
  return context
    .ofKind('CustomResourceDefinition', groups.crds)
    .filter(object => specOf(object).group === groups.gateway)
    .map(object => {
      const { names, versions } = specOf(object);
      return {
        object,
        kind: toText(toRecord(names).kind) ?? '',
        served: toRecords(versions)
          .filter(({ served }) => served === true)
          .flatMap(({ name }) => toText(name) ?? [])
          .sort(),
      };
    });
}
