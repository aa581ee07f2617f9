import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { BackendProcess } from './BackendProcess';
import type { Company } from './createCompany';
import { sendRequest } from './sendRequest';
import { toSpread } from './spread';

const PER_SECOND = 200;
const SECONDS = 15;

/**
 * Asks for statuses at a fixed rate, whether answers come or not; `meanwhile`
 * goes on at the same time.
 */
export async function measureStatus(options: {
  backend: BackendProcess;
  company: Company;
  meanwhile?: (signal: AbortSignal) => Promise<void>;
}) {
  const { backend, company, meanwhile } = options;
  const paths = company.input.entities
    .filter(({ spec }) => 'deployments' in ((spec?.mesh as object) ?? {}))
    .map(entity => stringifyEntityRef(entity).replace(':', '/'));
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  let failed = 0;
  const ask = async (path: string, due: number) => {
    const url = `${backend.url}/status/${path}`;
    const { status } = await sendRequest(url, { agent });
    failed += status === 200 ? 0 : 1;
    times.push(performance.now() - due);
  };

  const end = new AbortController();
  const other = meanwhile?.(end.signal);
  const start = performance.now();
  const asked: Array<Promise<void>> = [];
  for (let number = 0; number < PER_SECOND * SECONDS; number += 1) {
    const due = start + (number * 1000) / PER_SECOND;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    asked.push(ask(paths[(number * 7919) % paths.length], due));
  }
  await Promise.all(asked).finally(() => end.abort());
  await other;
  agent.destroy();
  return { perSecond: PER_SECOND, failed, milliseconds: toSpread(times) };
}
