import { randomBytes } from 'node:crypto';
import express, { type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { refuseBrowsers, serve } from '../http';
import { ArmError, badRequest } from './ArmError';
import { ArmFaults, injectFaults, parseFault } from './ArmFaults';
import { ArmState } from './ArmState';
import {
  checkApiVersion,
  checkScope,
  checkToken,
  setHeaders,
} from './checkRequest';
import { type ArmCluster, createClustersRouter } from './createClustersRouter';
import { createDnsRouter } from './createDnsRouter';
import {
  createIdentityRouter,
  type IdentityEndpoint,
} from './createIdentityRouter';
import { Tokens } from './tokens';

/**
 * What the sandbox's Azure holds.
 *
 * @public
 */
export type ArmOptions = {
  port: number;
  /** Keeps the record sets over restarts. */
  stateFile?: string;
  subscriptionId: string;
  resourceGroup: string;
  /** Names of the private DNS zones. */
  zones: string[];
  clusters: ArmCluster[];
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
  stop(): Promise<void>;
};

/**
 * Starts a part of Azure Resource Manager on loopback: private DNS zones
 * with their A record sets, managed clusters with their credentials, and the
 * token endpoint of a managed identity.
 *
 * @public
 */
export async function startArm(options: ArmOptions): Promise<Arm> {
  const faults = new ArmFaults();
  const tokens = new Tokens();
  const state = ArmState.create(options);
  const header = randomBytes(24).toString('hex');

  const router = PromiseRouter();
  router.use(setHeaders);
  router.use(express.json({ limit: '4mb' }));
  router.use('/sandbox/faults', createFaultsRouter(faults));
  router.use('/msi', createIdentityRouter({ tokens, header }));
  router.use(injectFaults(faults));
  router.use(
    '/subscriptions/:subscription/resourceGroups/:group/providers',
    checkToken(tokens),
    checkApiVersion,
    checkScope(options),
  );
  const base =
    '/subscriptions/:subscription/resourceGroups/:group/providers' as const;
  router.use(
    `${base}/Microsoft.Network/privateDnsZones`,
    createDnsRouter({ state }),
  );
  router.use(
    `${base}/Microsoft.ContainerService/managedClusters`,
    createClustersRouter(options.clusters),
  );
  router.use((req, _res, next) => {
    next(
      new ArmError(404, {
        code: 'InvalidResourceType',
        message: `The sandbox has nothing at '${req.method} ${req.path}'.`,
      }),
    );
  });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(refuseBrowsers, (req, res, next) =>
    router(req, res, (error?: unknown) =>
      error ? answerError(res, error) : next(),
    ),
  );
  const what = 'Azure Resource Manager';
  const server = await serve(app, { port: options.port, what });
  const identity = { endpoint: `${server.url}/msi/token`, header };
  return { url: server.url, identity, faults, stop: server.stop };
}

/** The switchboard of what goes wrong; no part of Azure. */
function createFaultsRouter(faults: ArmFaults): Router {
  const router = PromiseRouter();
  router.get('/', (_req, res) => {
    res.json({ faults: faults.list() });
  });
  router.post('/', (req, res) => {
    const fault = parseFault(req.body);
    if (!fault) {
      throw badRequest(
        'A fault has method, path, code, message (texts), status, retryAfterSeconds, delayMs and times (whole numbers).',
      );
    }
    faults.add(fault);
    res.status(201).json(fault);
  });
  router.delete('/', (_req, res) => {
    faults.clear();
    res.status(204).end();
  });
  return router;
}

function answerError(res: Response, error: unknown) {
  if (error instanceof ArmError) {
    res.status(error.status).set(error.headers).json(error);
    return;
  }
  const isParseError =
    error instanceof Error && 'status' in error && error.status === 400;
  const known = isParseError
    ? new ArmError(400, {
        code: 'InvalidRequestContent',
        message: 'The request content was invalid and could not be read.',
      })
    : new ArmError(500, {
        code: 'InternalServerError',
        message: 'The server encountered an error.',
      });
  res.status(known.status).json(known);
}
