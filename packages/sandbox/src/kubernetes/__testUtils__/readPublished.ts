import { findKind } from '../resources';
import type { Published, Rule } from '../validation/cel/definitions';

type Schema = {
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  'x-kubernetes-validations'?: Array<{ rule: string; message: string }>;
};

type Definition = {
  spec: {
    group: string;
    names: { kind: string };
    versions: Array<{
      name: string;
      storage: boolean;
      schema: { openAPIV3Schema: Schema };
      additionalPrinterColumns?: Array<{
        name: string;
        type: string;
        jsonPath: string;
        priority?: number;
      }>;
    }>;
  };
};

type Found = { path: string; rule: string; message: string };

function rulesBelow(schema: Schema, path: string): Found[] {
  const own = schema['x-kubernetes-validations'] ?? [];
  const fields = Object.entries(schema.properties ?? {});
  const values = schema.additionalProperties;
  return [
    ...own.map(({ rule, message }) => ({ path, rule, message })),
    ...fields.flatMap(([key, inner]) =>
      rulesBelow(inner, path ? `${path}.${key}` : key),
    ),
    ...(schema.items ? rulesBelow(schema.items, `${path}[]`) : []),
    ...(typeof values === 'object' ? rulesBelow(values, `${path}{}`) : []),
  ];
}

/** What CustomResourceDefinitions say of the kinds that the sandbox serves. */
export function readPublished(definitions: readonly Definition[]): Published {
  const columns: Published['columns'] = {};
  const rules = new Map<string, Rule>();
  const named = definitions
    .map(({ spec }) => spec)
    .sort((a, b) => (a.names.kind < b.names.kind ? -1 : 1));
  for (const { group, names, versions } of named) {
    const version = versions.find(one => one.storage);
    const served = version && findKind(`${group}/${version.name}`, names.kind);
    if (!served?.custom || !version) {
      continue;
    }
    columns[names.kind] = (version.additionalPrinterColumns ?? []).map(
      ({ name, type, jsonPath }) => ({ name, type, path: jsonPath.slice(1) }),
    );
    for (const found of rulesBelow(version.schema.openAPIV3Schema, '')) {
      const key = `${found.rule}\n${found.message}`;
      const { rule, message, path } = found;
      const known = rules.get(key) ?? { rule, message, at: {} };
      known.at[names.kind] = [...(known.at[names.kind] ?? []), path].sort();
      rules.set(key, known);
    }
  }
  return { columns, rules: [...rules.values()] };
}
