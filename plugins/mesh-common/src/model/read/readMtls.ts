import type { MtlsException, WorkloadPort } from '../types';
import { readUntil } from './conditions';
import type { Field } from './Field';
import { readRecord } from './readRecord';

const MAX_EXCEPTIONS = 64;

/** The readable exceptions; one that cannot be read makes no exception. */
export function readMtls(
  field: Field,
  ports: WorkloadPort[],
): { exceptions: MtlsException[]; complete: boolean } {
  if (!field.present) {
    return { exceptions: [], complete: true };
  }
  const shape = field.object(['exceptions']);
  const listed = field.at('exceptions');
  if (shape === undefined || !listed.present) {
    return { exceptions: [], complete: shape === 'ok' };
  }
  const items = listed.list(MAX_EXCEPTIONS);
  const read = (items ?? []).map(item => readException(item, ports));
  const exceptions = read.flatMap(item => item.exception ?? []);
  return {
    exceptions: exceptions.filter(isFirst(listed)),
    complete:
      shape === 'ok' &&
      items !== undefined &&
      read.every(item => item.complete),
  };
}

function readException(
  field: Field,
  ports: WorkloadPort[],
): { exception?: MtlsException; complete: boolean } {
  const read = readRecord<Omit<MtlsException, 'pointer'>>(field, {
    port: value => value.string(),
    mode: value =>
      value.oneOf<MtlsException['mode']>(['permissive', 'disable']),
    reason: value => value.string(),
    until: readUntil,
  });
  if (!read) {
    return { complete: false };
  }
  const { port, mode, reason, until } = read;
  for (const key of ['port', 'mode', 'reason'] as const) {
    if (!read[key]) {
      field
        .at(key)
        .problem('MW1009', '; an exception needs port, mode and reason');
    }
  }
  if (!port || !mode || !reason) {
    return { complete: false };
  }
  if (!ports.some(({ name }) => name === port)) {
    const names = ports.map(({ name }) => name).join(', ') || 'none';
    field
      .at('port')
      .problem(
        'MW1028',
        `, which is no port of this workload, so mutual TLS stays on. Name one of its ports: ${names}`,
      );
    return { complete: true };
  }
  const { pointer } = field;
  const exception = { port, mode, reason, ...(until && { until }), pointer };
  return { exception, complete: true };
}

function isFirst(listed: Field) {
  const seen = new Set<string>();
  return ({ port, pointer }: MtlsException) => {
    const isNew = !seen.has(port);
    if (!isNew) {
      listed.report.add(
        'MW1022',
        pointer,
        `${listed.name} names port '${port}' twice; the first counts. Keep one of the two`,
      );
    }
    seen.add(port);
    return isNew;
  };
}
