import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import { refuseBrowsers, serve } from '../http';
import type { ArmFaults } from './ArmFaults';
import type { ArmAnswer } from './core/wire';
import { type ArmCore, type ArmCoreOptions, createArm } from './createArm';
import { createControlRouter } from './createControlRouter';
import {
  createIdentityRouter,
  type IdentityEndpoint,
} from './createIdentityRouter';
import { createPricesRouter } from './prices/createPricesRouter';

/**
 * How the sandbox's Azure is started.
 *
 * @public
 */
export type ArmOptions = ArmCoreOptions & {
  /** 0 picks a free one. */
  port: number;
};

/**
 * An Azure Resource Manager that runs.
 *
 * @public
 */
export type Arm = {
  /** Without trailing slash. */
  url: string;
  /** Environment of a process that has the managed identity. */
  identity: IdentityEndpoint;
  faults: ArmFaults;
  core: ArmCore;
  stop(): Promise<void>;
};

/**
 * Starts a part of Azure Resource Manager on loopback, with the token
 * endpoint of a managed identity and the list of retail prices.
 *
 * @public
 */
export async function startArm(options: ArmOptions): Promise<Arm> {
  const core = createArm(options);
  await core.resume();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(refuseBrowsers);
  const router = PromiseRouter();
  router.use('/sandbox/prices', createPricesRouter());
  router.use('/sandbox', createControlRouter(core));
  router.use('/msi', createIdentityRouter(core));
  app.use(router);
  app.use(express.text({ type: () => true, limit: '4mb' }), carry(core));
  const what = 'Azure Resource Manager';
  const server = await serve(app, { port: options.port, what });
  const identity = {
    endpoint: `${server.url}/msi/token`,
    header: core.identityHeader,
  };
  const { faults } = core;
  return { url: server.url, identity, faults, core, stop: server.stop };
}

function carry(core: ArmCore): RequestHandler {
  return async (req, res) => {
    const headers = Object.fromEntries(
      Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
    );
    const body = typeof req.body === 'string' ? req.body : undefined;
    const { method, originalUrl: url } = req;
    send(req, res, await core.handle({ method, url, headers, body }));
  };
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  answered: ArmAnswer,
): void {
  const { status, headers, body, broken } = answered;
  if (broken === 'reset') {
    req.socket.destroy();
    return;
  }
  const text = body === undefined ? '' : JSON.stringify(body);
  res.writeHead(status, {
    ...headers,
    ...(body !== undefined && {
      'Content-Type': 'application/json; charset=utf-8',
    }),
    ...(status !== 204 && { 'Content-Length': Buffer.byteLength(text) }),
  });
  if (broken === 'half') {
    res.write(text.slice(0, text.length / 2), () => req.socket.destroy());
    return;
  }
  res.end(text);
}
