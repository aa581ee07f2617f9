import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { CustodyService } from '../services';
import { parseBody } from './parseBody';
import { reason } from './schemas';

const mode = z.enum(['release', 'remove']);
const instance = z.string().min(1, 'must not be empty').max(253);

const previewSchema = z.object({ mode });
const uninstallSchema = z.object({
  mode,
  confirm: z.string().max(253),
  reason,
});
const takeOverSchema = z.object({ from: instance, reason });
const reasonSchema = z.object({ reason });

/** Who manages a cluster: taking it over, and taking the product out of it. */
export function createCustodyRouter(options: {
  httpAuth: HttpAuthService;
  custody: CustodyService;
}): express.Router {
  const { httpAuth, custody } = options;
  const router = Router();
  const readCredentials = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });
  const readUser = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user'] });

  router.get('/clusters/:name/custody', async (req, res) => {
    const credentials = await readCredentials(req);
    const cluster = req.params.name;
    res.json(await custody.getCustody({ cluster }, { credentials }));
  });

  router.get('/clusters/:name/uninstall', async (req, res) => {
    const credentials = await readCredentials(req);
    const query = parseBody(previewSchema, req.query);
    const request = { cluster: req.params.name, ...query };
    res.json(await custody.previewUninstall(request, { credentials }));
  });

  router.post('/clusters/:name/uninstall', async (req, res) => {
    const credentials = await readUser(req);
    const body = parseBody(uninstallSchema, req.body);
    const request = { cluster: req.params.name, ...body };
    const call = { credentials, request: req };
    res.status(202).json(await custody.uninstall(request, call));
  });

  router.post('/clusters/:name/manage', async (req, res) => {
    const credentials = await readUser(req);
    const body = parseBody(reasonSchema, req.body);
    const request = { cluster: req.params.name, ...body };
    const call = { credentials, request: req };
    res.status(202).json(await custody.manage(request, call));
  });

  router.get('/clusters/:name/take-over', async (req, res) => {
    const credentials = await readCredentials(req);
    const cluster = req.params.name;
    res.json(await custody.previewTakeOver({ cluster }, { credentials }));
  });

  router.post('/clusters/:name/take-over', async (req, res) => {
    const credentials = await readUser(req);
    const body = parseBody(takeOverSchema, req.body);
    const request = { cluster: req.params.name, ...body };
    const call = { credentials, request: req };
    res.status(202).json(await custody.takeOver(request, call));
  });

  router.post('/clusters/:name/leftovers/withdraw', async (req, res) => {
    const credentials = await readUser(req);
    const body = parseBody(reasonSchema, req.body);
    const request = { cluster: req.params.name, ...body };
    const call = { credentials, request: req };
    res.status(202).json(await custody.withdrawLeftovers(request, call));
  });

  return router;
}
