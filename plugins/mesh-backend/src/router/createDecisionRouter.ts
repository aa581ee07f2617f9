import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { MeshService } from '../services';
import { parseBody } from './parseBody';
import { entityRef, instant, reason } from './schemas';

const decideSchema = z.object({
  consumerRef: entityRef,
  providerRef: entityRef,
  environment: z.string().min(1).max(253).optional(),
  decision: z.enum(['approve', 'decline']),
  reason: z.string().max(2000).optional(),
  until: instant.optional(),
});

const confirmSchema = z.object({ entityRef, reason });

/** What people decide; never what a service decides on its own. */
export function createDecisionRouter(options: {
  httpAuth: HttpAuthService;
  mesh: MeshService;
}): express.Router {
  const { httpAuth, mesh } = options;
  const router = Router();

  router.post('/approvals', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const request = parseBody(decideSchema, req.body);
    res
      .status(201)
      .json(await mesh.decide(request, { credentials, request: req }));
  });

  router.post('/retiring/confirm', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const request = parseBody(confirmSchema, req.body);
    await mesh.confirmRetiring(request, { credentials, request: req });
    res.status(202).json({});
  });

  return router;
}
