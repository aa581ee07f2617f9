import type { MeshObject } from '../../../objects';
import { isRecord, toRecord, toText } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { core, fieldsOf, type Fields } from './objects';

const PREFIX = 'istio-sidecar-injector';

/** What an injector is installed with, by the name of its ConfigMap. */
export type Injectors = ReadonlyMap<string, Fields>;

/** The injectors of the cluster; derive it from the context. */
export function indexInjectors(context: LintContext): Injectors {
  return new Map(
    core(context, 'ConfigMap')
      .filter(({ metadata }) => metadata.name.startsWith(PREFIX))
      .map(object => [object.metadata.name, readValues(object)]),
  );
}

/** The ConfigMap of the injector of a revision. */
export function injectorName(revision: string): string {
  return revision === '' || revision === 'default'
    ? PREFIX
    : `${PREFIX}-${revision}`;
}

/** Image that an injector gives to proxies; empty when it is not known. */
export function injectedImage(values: Fields): string {
  const settings = toRecord(values.global);
  const image = toText(toRecord(settings.proxy).image) ?? '';
  if (image === '' || image.includes('/')) return image;
  return `${toText(settings.hub) ?? ''}/${image}:${toText(settings.tag) ?? ''}`;
}

export function injectsByDefault(values: Fields): boolean {
  return (
    toRecord(values.sidecarInjectorWebhook).enableNamespacesByDefault === true
  );
}

function readValues(object: MeshObject): Fields {
  const text = toRecord(fieldsOf(object).data).values;
  if (typeof text !== 'string') return {};
  try {
    const values: unknown = JSON.parse(text);
    return isRecord(values) ? values : {};
  } catch {
    return {};
  }
}
