import type { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import type { CustodyService, MeshService, RunService } from '../services';
import { createAdministrationRouter } from './createAdministrationRouter';
import { createCustodyRouter } from './createCustodyRouter';
import { createDecisionRouter } from './createDecisionRouter';
import { createQuestionRouter } from './createQuestionRouter';
import { createRunsRouter } from './createRunsRouter';
import { createStatusRouter } from './createStatusRouter';

/** The HTTP API, under `/v1`. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  mesh: MeshService;
  runs: RunService;
  custody: CustodyService;
}): express.Router {
  const v1 = Router();
  v1.use(express.json({ limit: '1mb' }));
  v1.use(createStatusRouter(options));
  v1.use(createQuestionRouter(options));
  v1.use(createDecisionRouter(options));
  v1.use(createAdministrationRouter(options));
  v1.use(createRunsRouter(options));
  v1.use(createCustodyRouter(options));

  const router = Router();
  router.use('/v1', v1);
  return router;
}
