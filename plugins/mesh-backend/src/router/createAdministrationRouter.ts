import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { MeshService } from '../services';
import { parseBody } from './parseBody';
import { clusterName, entityRef, namespaceName, reason } from './schemas';

const locationPrefix = z.string().min(1).max(2048);

const bindSchema = z
  .object({
    cluster: clusterName,
    namespace: z
      .string()
      .regex(/^[-a-z0-9*]{1,63}$/, 'must be a namespace, or a pattern with *')
      .optional(),
    host: z
      .string()
      .regex(/^(\*\.)?[-a-z0-9.]{1,253}$/, 'must be a DNS name, or *.domain')
      .optional(),
    owner: entityRef,
    locationPrefix: locationPrefix.optional(),
    reason,
  })
  .refine(({ namespace, host }) => Boolean(namespace) !== Boolean(host), {
    path: ['namespace'],
    message: 'give either a namespace or a host',
  });

const registerSchema = z.object({
  entityRef,
  cluster: clusterName,
  namespace: namespaceName,
  owner: entityRef,
  locationPrefix,
});

const adoptSchema = z.object({
  cluster: clusterName,
  namespace: namespaceName,
  stage: z.enum(['observe', 'shadow', 'enforce']).optional(),
  step: z.enum(['authorization', 'mtls', 'network']).optional(),
  reason,
});

/** Whose namespaces are whose, and what the mesh manages. */
export function createAdministrationRouter(options: {
  httpAuth: HttpAuthService;
  mesh: MeshService;
}): express.Router {
  const { httpAuth, mesh } = options;
  const router = Router();
  const readCredentials = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user'] });

  router.post('/bindings', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(bindSchema, req.body);
    res
      .status(201)
      .json(await mesh.bind(request, { credentials, request: req }));
  });

  router.post('/services/register', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(registerSchema, req.body);
    res
      .status(201)
      .json(await mesh.registerService(request, { credentials, request: req }));
  });

  router.post('/namespaces/adopt', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(adoptSchema, req.body);
    res
      .status(201)
      .json(await mesh.adopt(request, { credentials, request: req }));
  });

  router.post('/clusters/:name/reconcile', async (req, res) => {
    const credentials = await readCredentials(req);
    await mesh.reconcileNow(
      { cluster: req.params.name },
      { credentials, request: req },
    );
    res.status(202).json({});
  });

  return router;
}
