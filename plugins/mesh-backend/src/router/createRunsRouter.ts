import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { RunService } from '../services';
import { parseBody } from './parseBody';
import { clusterName } from './schemas';

/** Checked field by field by who makes a specification of it. */
const spec = z.record(z.string(), z.unknown()).transform(toJsonObject);

const key = z.string().min(1, 'must not be empty').max(255);

const previewSchema = z.object({
  purpose: z.enum(['provision', 'retire']),
  spec,
});

const exportSchema = z.object({ format: z.enum(['bicep']), spec });

const startSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('provision'),
    spec,
    digest: z.string().min(1, 'must not be empty').max(255).optional(),
    key,
  }),
  z.object({
    kind: z.literal('retire'),
    cluster: clusterName,
    confirm: z.string().max(253),
    key,
  }),
  z.object({ kind: z.literal('verify'), cluster: clusterName, key }),
]);

const listSchema = z.object({ cluster: clusterName.optional() });

const eventsSchema = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
});

/** Making, checking and taking down clusters: previews and runs. */
export function createRunsRouter(options: {
  httpAuth: HttpAuthService;
  runs: RunService;
}): express.Router {
  const { httpAuth, runs } = options;
  const router = Router();
  const readCredentials = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });
  const readUser = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user'] });

  router.post('/clusters/preview', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(previewSchema, req.body);
    res.json(await runs.previewCluster(request, { credentials }));
  });

  router.post('/clusters/export', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(exportSchema, req.body);
    res.json(await runs.exportCluster(request, { credentials }));
  });

  router.post('/runs', async (req, res) => {
    const credentials = await readUser(req);
    const request = parseBody(startSchema, req.body);
    const call = { credentials, request: req };
    const { run, isNew } = await runs.startRun(request, call);
    res.status(isNew ? 201 : 200).json(run);
  });

  router.get('/runs', async (req, res) => {
    const credentials = await readCredentials(req);
    const request = parseBody(listSchema, req.query);
    res.json(await runs.listRuns(request, { credentials }));
  });

  router.get('/runs/:id', async (req, res) => {
    const credentials = await readCredentials(req);
    const { id } = req.params;
    res.json(await runs.getRun({ id }, { credentials }));
  });

  router.get('/runs/:id/events', async (req, res) => {
    const credentials = await readCredentials(req);
    const { id } = req.params;
    const { after } = parseBody(eventsSchema, req.query);
    res.json(await runs.listEvents({ id, after }, { credentials }));
  });

  router.post('/runs/:id/cancel', async (req, res) => {
    const credentials = await readUser(req);
    const { id } = req.params;
    res.json(await runs.cancelRun({ id }, { credentials, request: req }));
  });

  router.post('/runs/:id/resume', async (req, res) => {
    const credentials = await readUser(req);
    const { id } = req.params;
    res.json(await runs.resumeRun({ id }, { credentials, request: req }));
  });

  return router;
}

/** It came as JSON. */
function toJsonObject(value: Record<string, unknown>): JsonObject {
  return value as JsonObject;
}
