import type {
  ExportClusterResponse,
  ProvisionPlan,
  ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import {
  BicepScope,
  isSamePlace,
  type Parameter,
  type Place,
} from './BicepScope';
import { buildModule } from './buildModule';
import { exportedAs, Symbols } from './createSymbols';
import { code, entry, type Entry } from './Expression';
import { findTags } from './parameters';
import { type Declaration, printBicep, printText } from './printBicep';
import { parseResourceId } from './ResourceId';
import { createVersionOf } from './versionOf';

/** What stands in the head of a resource and not in its body. */
const NOT_IN_BODY = ['id', 'name', 'type', 'apiVersion', 'etag'];

type Files = ExportClusterResponse['files'];

/** All that is in the resource group, and what hangs on resources elsewhere. */
export function buildClusterFile(plan: ProvisionPlan): Files {
  const { spec, steps } = plan;
  const place = {
    subscription: spec.subscriptionId,
    group: spec.resourceGroup,
  };
  const inside = steps.filter(isInside);
  const parameters: Parameter[] = [
    { key: 'location', is: spec.region, code: 'location' },
    { key: 'tags', is: findTags(plan), code: 'tags' },
  ];
  const symbols = new Symbols();
  const scope = new BicepScope({
    symbols,
    place,
    planned: new Set(inside.map(({ resource }) => resource.id.toLowerCase())),
    parameters,
    versionOf: createVersionOf(steps),
  });
  const made = new Map<string, string>();
  const files: Files = [];
  const declarations = inside.flatMap(step => {
    const { id, apiVersion } = step.resource;
    if (exportedAs(step) === 'existing') {
      scope.symbolOf(id, apiVersion);
      return [];
    }
    const symbol = symbols.take(step.id);
    const isHere = isSamePlace(place, parseResourceId(id) ?? {});
    const declaration = isHere
      ? declareResource(step, { scope, symbol })
      : declareModule(step, { scope, symbol, files, plan });
    const after = listOthers(step, { made, used: scope.takeUsed() });
    if (isHere) {
      scope.declare(id, symbol);
    }
    made.set(step.id, symbol);
    return [withDependencies(declaration, after)];
  });
  const head: Declaration[] = [
    {
      description: 'Region of everything that has one.',
      head: 'param location string',
    },
    { description: 'Tags of all resources.', head: 'param tags object' },
  ];
  const content = printBicep([...head, ...scope.extras, ...declarations]);
  return [{ path: 'cluster.bicep', content }, ...files];
}

/** Groups are in the main file; providers are registered by a command. */
function isInside(step: ProvisionStep): boolean {
  const kind = exportedAs(step);
  return (
    (kind === 'resource' || kind === 'existing') &&
    !/^microsoft\.resources\//i.test(step.resource.type)
  );
}

function declareResource(
  step: ProvisionStep,
  { scope, symbol }: { scope: BicepScope; symbol: string },
): Declaration {
  const { id, type, apiVersion } = step.resource;
  const kind = printText([`${type}@${apiVersion}`]);
  return {
    description: step.reason || undefined,
    head: `resource ${symbol} ${kind} =`,
    value: {
      kind: 'object',
      entries: [...scope.describePlace(id), ...expressBody(step, scope)],
    },
  };
}

function expressBody({ body = {} }: ProvisionStep, scope: BicepScope): Entry[] {
  const rest = Object.fromEntries(
    Object.entries(body).filter(([key]) => !NOT_IN_BODY.includes(key)),
  );
  const value = scope.express(rest);
  return value.kind === 'object' ? value.entries : [];
}

/** What hangs on a resource elsewhere is deployed there. */
function declareModule(
  step: ProvisionStep,
  options: {
    scope: BicepScope;
    symbol: string;
    files: Files;
    plan: ProvisionPlan;
  },
): Declaration {
  const { scope, symbol, files, plan } = options;
  const path = `modules/${symbol}.bicep`;
  const { content, given, target } = buildModule(step, plan);
  files.push({ path, content });
  return {
    description: step.reason || undefined,
    head: `module ${symbol} ${printText([path])} =`,
    value: {
      kind: 'object',
      entries: [
        entry('name', { kind: 'text', parts: [`meshwright-${symbol}`] }),
        entry('scope', target),
        entry('params', {
          kind: 'object',
          entries: given.map(({ name, is }) => entry(name, scope.express(is))),
        }),
      ],
    },
  };
}

/** Symbols of steps that it needs and does not name. */
function listOthers(
  step: ProvisionStep,
  { made, used }: { made: ReadonlyMap<string, string>; used: Set<string> },
): string[] {
  const symbols = step.dependsOn.flatMap(id => made.get(id) ?? []);
  return [...new Set(symbols)].filter(symbol => !used.has(symbol));
}

function withDependencies(
  declaration: Declaration,
  symbols: string[],
): Declaration {
  const { value } = declaration;
  if (symbols.length === 0 || value?.kind !== 'object') {
    return declaration;
  }
  const items = symbols.map(code);
  const after = entry('dependsOn', { kind: 'array', items });
  return {
    ...declaration,
    value: { ...value, entries: [...value.entries, after] },
  };
}

export type { Place };
