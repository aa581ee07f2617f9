import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { PreviewRequest } from '@meshwright/plugin-mesh-common';
import type express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { MeshService } from '../services';
import { parseBody } from './parseBody';
import { clusterName, entityRef } from './schemas';

const askSchema = z.object({
  from: entityRef,
  to: entityRef,
  cluster: clusterName.optional(),
  port: z
    .union([z.string().max(63), z.number().int().min(1).max(65535)])
    .optional(),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/, 'must be a method of HTTP')
    .optional(),
  path: z.string().startsWith('/').max(4096).optional(),
  headers: z.record(z.string().max(256), z.string().max(4096)).optional(),
});

const previewSchema = z.object({
  entities: z
    .array(
      z.looseObject({
        apiVersion: z.string(),
        kind: z.string(),
        metadata: z.looseObject({ name: z.string().max(63) }),
      }),
    )
    .max(100),
  location: z
    .string()
    .regex(/^url:https?:\/\/\S+$/, 'must be url: and an http(s) URL')
    .max(2048)
    .optional(),
});

/** What would be so: calls that nobody made, changes that nobody made yet. */
export function createQuestionRouter(options: {
  httpAuth: HttpAuthService;
  mesh: MeshService;
}): express.Router {
  const { httpAuth, mesh } = options;
  const router = Router();
  const readCredentials = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.post('/ask', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(askSchema, req.body);
    res.json(await mesh.ask(request, { credentials }));
  });

  router.post('/preview', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(previewSchema, req.body);
    res.json(await mesh.preview(request as PreviewRequest, { credentials }));
  });

  return router;
}
