import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type express from 'express';
import Router from 'express-promise-router';
import type { MeshService } from '../services';
import { sendStatus } from './sendStatus';

/** What is so: clusters, the overview, the status of an entity, the input. */
export function createStatusRouter(options: {
  httpAuth: HttpAuthService;
  mesh: MeshService;
}): express.Router {
  const { httpAuth, mesh } = options;
  const router = Router();
  const readCredentials = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get('/clusters', async (req, res) => {
    const credentials = await readCredentials(req);
    res.json(await mesh.listClusters({ credentials }));
  });

  router.get('/overview', async (req, res) => {
    const credentials = await readCredentials(req);
    res.json(await mesh.getOverview({ credentials }));
  });

  router.get('/status/:kind/:namespace/:name', async (req, res) => {
    const credentials = await readCredentials(req);
    const { kind, namespace, name } = req.params;
    const entityRef = stringifyEntityRef({ kind, namespace, name });
    sendStatus(res, await mesh.getStatus({ entityRef }, { credentials }));
  });

  router.get('/input', async (req, res) => {
    const credentials = await readCredentials(req);
    res.json(await mesh.getInput({ credentials }));
  });

  return router;
}
