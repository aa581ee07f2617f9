import { isRecord, toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import type { ObjectRule, RuleFinding } from '../types';

/** A patch of Envoy for everybody, in a place that is not said. */
export const envoyFilterBroad: ObjectRule = {
  code: 'MW2066',
  severity: 'warning',
  summary: 'EnvoyFilters are for named workloads, at a named place',
  aliases: ['SEG-ENVOY-FILTER'],
  check: context =>
    context
      .ofKind('EnvoyFilter')
      .flatMap(object => [
        ...checkScope(object, context.options.rootNamespace),
        ...checkPatches(object),
      ]),
};

function checkScope(object: MeshObject, rootNamespace: string): RuleFinding[] {
  const spec = toRecord(object.spec);
  const labels = toRecord(toRecord(spec.workloadSelector).labels);
  if (Object.keys(labels).length > 0 || Array.isArray(spec.targetRefs)) {
    return [];
  }
  const where =
    object.metadata.namespace === rootNamespace ? 'mesh' : 'namespace';
  const message = `It changes every proxy of the ${where}, and a mistake stops or opens all of them. Add workloadSelector.`;
  return [{ object, path: 'spec', message }];
}

function checkPatches(object: MeshObject): RuleFinding[] {
  return toRecords(toRecord(object.spec).configPatches).flatMap(
    (patch, index) => {
      const operation = toText(toRecord(patch.patch).operation) ?? '';
      if (!/^INSERT_(BEFORE|AFTER)$/.test(operation)) return [];
      const listener = toRecord(toRecord(patch.match).listener);
      const filter = toRecord(toRecord(listener.filterChain).filter);
      const isAnchored =
        patch.applyTo === 'HTTP_FILTER'
          ? isRecord(filter.subFilter)
          : filter.name !== undefined;
      if (isAnchored) return [];
      const message = `${operation} names no filter to stand beside, so where the patch ends up (before or behind authorization) is left open. Name it in match.listener.filterChain.filter.subFilter.`;
      return [{ object, path: `spec/configPatches[${index}]`, message }];
    },
  );
}
