import { toRecords, toTexts } from '../../evaluate/readJson';
import { list, object, oneOf, text } from '../schema/build';
import type { Json, Rule } from '../schema/node';
import { port, texts, workloadSelector } from './shared';
import { workloadEntry } from './workload';

const numbersOnce: Rule<unknown[]> = ports => {
  const numbers = toRecords(ports).map(entry => entry.number);
  return (
    new Set(numbers).size < numbers.length && 'port number cannot be duplicated'
  );
};

const resolutionOf = (spec: Json) => String(spec.resolution ?? 'NONE');

const rules: Rule<Json>[] = [
  spec =>
    spec.workloadSelector !== undefined &&
    spec.endpoints !== undefined &&
    'only one of WorkloadSelector or Endpoints can be set',
  spec =>
    toTexts(spec.addresses).some(value => value.includes('/')) &&
    !['NONE', 'STATIC'].includes(resolutionOf(spec)) &&
    'CIDR addresses are allowed only for NONE/STATIC resolution types',
  spec =>
    resolutionOf(spec) === 'NONE' &&
    spec.endpoints !== undefined &&
    'NONE mode cannot set endpoints',
  spec =>
    resolutionOf(spec) === 'DNS_ROUND_ROBIN' &&
    toRecords(spec.endpoints).length > 1 &&
    'DNS_ROUND_ROBIN mode cannot have multiple endpoints',
];

const host = text({
  rules: [value => value === '*' && 'hostname cannot be wildcard'],
});

export const serviceEntry = object(
  {
    addresses: list(text({ max: 64 }), { max: 256 }),
    endpoints: list(workloadEntry, { max: 4096 }),
    exportTo: texts,
    hosts: list(host, { min: 1, max: 256 }),
    location: oneOf('MESH_EXTERNAL', 'MESH_INTERNAL'),
    ports: list(
      object(
        {
          name: text({ max: 256 }),
          number: port,
          protocol: text({ max: 256 }),
          targetPort: port,
        },
        { required: ['number', 'name'] },
      ),
      { key: 'name', max: 256, rules: [numbersOnce] },
    ),
    resolution: oneOf(
      'NONE',
      'STATIC',
      'DNS',
      'DNS_ROUND_ROBIN',
      'DYNAMIC_DNS',
    ),
    subjectAltNames: texts,
    workloadSelector,
  },
  { required: ['hosts'], rules },
);
