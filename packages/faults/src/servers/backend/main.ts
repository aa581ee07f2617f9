import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  hashDeclaration,
  TOPIC_DECLARATION_CHANGED,
} from '@meshwright/plugin-mesh-common';
import express from 'express';
import { createBackend } from '../../backend/createBackend';
import { serve } from '../../backend/serve';
import { SimulatedCatalog } from '../../backend/SimulatedCatalog';
import { createCompany } from '../createCompany';
import { MAIN_CLUSTER, type MeshDatabase } from '../parts';
import { openStores } from './openStores';
import { PassLog } from './PassLog';
import { RequestCounter } from './RequestCounter';
import type { Command, PassReport, Started, Usage } from './protocol';

type Backend = Awaited<ReturnType<typeof createBackend>> & {
  catalog: SimulatedCatalog;
  passes: PassLog;
  stores: MeshDatabase;
};

const QUIET_MS = 1500;
const counter = new RequestCounter();
const delays = monitorEventLoopDelay();
let backend: Backend;

async function start(
  options: Extract<Command, { type: 'start' }>,
): Promise<Started> {
  const company = createCompany(options);
  const stores = await openStores(options.database, company);
  const catalog = new SimulatedCatalog(company.input.entities);
  const passes = new PassLog(stores.leases);
  const parts = await createBackend({
    config: company.config,
    catalog,
    stores: Object.assign(Object.create(stores), { leases: passes }),
  });
  backend = { ...parts, catalog, passes, stores };
  const app = express();
  app.use('/api/mesh', backend.router);
  const server = createServer(app).listen(0, '127.0.0.1');
  // Who asks keeps connections longer than Node does by default.
  server.keepAliveTimeout = 600_000;
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    approvals: await backend.stores.approvals.list(),
  };
}

/** Until no pass has run for a moment. */
async function settle(): Promise<void> {
  for (;;) {
    const before = backend.passes.durations.length;
    await sleep(QUIET_MS);
    const { isRunning, durations } = backend.passes;
    if (!isRunning && durations.length === before) return;
  }
}

async function makePass(): Promise<PassReport> {
  counter.reset();
  delays.reset();
  const cpu = process.cpuUsage();
  const ended = backend.passes.next();
  backend.trigger.trigger(MAIN_CLUSTER);
  const milliseconds = await ended;
  const { user, system } = process.cpuUsage(cpu);
  const stored = await backend.stores.passes.get(MAIN_CLUSTER);
  return {
    milliseconds,
    cpuMilliseconds: (user + system) / 1000,
    requests: counter.read(),
    state: stored?.state ?? 'none',
    message: stored?.message ?? '',
    changes: stored?.changes ?? 0,
    failed: stored?.failed ?? 0,
    longestPauseMs: delays.max / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

async function edit(entity: Entity): Promise<void> {
  backend.catalog.put(entity);
  await backend.events.publish({
    topic: TOPIC_DECLARATION_CHANGED,
    eventPayload: {
      entityRef: stringifyEntityRef(entity),
      hash: hashDeclaration(entity),
    },
  });
}

function readUsage(): Usage {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const toMegabytes = (bytes: number) => bytes / 1024 / 1024;
  return {
    residentMegabytes: toMegabytes(rss),
    heapMegabytes: toMegabytes(heapUsed + external),
    passes: backend.passes.durations.length,
    recentPasses: backend.passes.durations.slice(-50),
  };
}

async function obey(command: Command): Promise<unknown> {
  switch (command.type) {
    case 'start':
      return start(command);
    case 'pass':
      return makePass();
    case 'settle':
      return settle();
    case 'edit':
      return edit(command.entity);
    default:
      return readUsage();
  }
}

delays.enable();
serve(obey);
