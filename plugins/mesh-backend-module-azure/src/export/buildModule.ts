import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  ProvisionPlan,
  ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import { isObject } from '../client/WireAnswer';
import { isReference } from '../provisioner/resolveReferences';
import { BicepScope, type Parameter } from './BicepScope';
import { Symbols } from './createSymbols';
import { call, code, type Expression } from './Expression';
import { type Declaration, printBicep, printText } from './printBicep';
import { parseResourceId } from './ResourceId';
import { createVersionOf } from './versionOf';

/** A module with what it is given. */
export type BicepModule = {
  content: string;
  given: Array<{ name: string; is: JsonValue }>;
  /** Where it is deployed. */
  target: Expression;
};

/** A file for one resource that is not in the cluster's resource group. */
export function buildModule(
  step: ProvisionStep,
  { steps }: ProvisionPlan,
): BicepModule {
  const { id, type, apiVersion } = step.resource;
  const { subscription, group } = parseResourceId(id) ?? { subscription: '' };
  const symbols = new Symbols();
  const given = listReferences(step.body ?? {}).map(is => ({
    name: symbols.take(is.$path.split('.').at(-1) ?? 'value'),
    is: is as JsonValue,
  }));
  const parameters: Parameter[] = given.map(({ name, is }) => ({
    is,
    code: name,
  }));
  const scope = new BicepScope({
    symbols,
    place: { subscription, group: group ?? '' },
    planned: new Set(),
    parameters: [...parameters],
    versionOf: createVersionOf(steps),
  });
  const symbol = symbols.take(step.id);
  const kind = printText([`${type}@${apiVersion}`]);
  const body = scope.express(step.body ?? {});
  const place = scope.describePlace(id);
  const entries = body.kind === 'object' ? body.entries : [];
  const isSubscription = group === undefined;
  const declarations: Declaration[] = [
    ...(isSubscription ? [{ head: "targetScope = 'subscription'" }] : []),
    ...given.map(({ name }) => ({ head: `param ${name} string` })),
    ...scope.extras,
    {
      head: `resource ${symbol} ${kind} =`,
      value: { kind: 'object', entries: [...place, ...entries] },
    },
  ];
  return {
    content: printBicep(declarations),
    given,
    target: isSubscription
      ? code('subscription()')
      : call('resourceGroup', subscription, group),
  };
}

function listReferences(body: JsonObject) {
  const found = new Map<string, ReturnType<typeof toReference>>();
  const visit = (value: JsonValue | undefined) => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (isReference(value)) {
      found.set(JSON.stringify(value), toReference(value));
    } else if (isObject(value)) {
      Object.values(value).forEach(visit);
    }
  };
  visit(body);
  return [...found.values()];
}

function toReference(value: {
  $from: string;
  $version: string;
  $path: string;
}) {
  const { $from, $version, $path } = value;
  return { $from, $version, $path };
}
