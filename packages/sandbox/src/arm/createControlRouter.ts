import express, { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { badRequest } from './ArmError';
import type { ArmCore } from './createArm';
import { parseFault } from './faults/parseFault';

/** The switchboard of what goes wrong, and the journal; no part of Azure. */
export function createControlRouter(core: ArmCore): Router {
  const { faults, journal } = core;
  const router = PromiseRouter();
  router.use(express.json({ limit: '1mb' }));
  router.get('/faults', (_req, res) => {
    res.json({ faults: faults.list(), hits: faults.hits() });
  });
  router.post('/faults', (req, res) => {
    const fault = parseFault(req.body);
    if (!fault) {
      const error = badRequest(
        'A fault has kind (status, reset-before, reset-after, half-body, fail-operation, lose-operation, delay), method, path, code, message (texts), status, retryAfterSeconds, delayMs, nth and times (whole numbers).',
      );
      res.status(error.status).json(error);
      return;
    }
    faults.add(fault);
    res.status(201).json(fault);
  });
  router.post('/faults/mark', (_req, res) => {
    faults.mark();
    res.status(204).end();
  });
  router.delete('/faults', (_req, res) => {
    faults.clear();
    res.status(204).end();
  });
  router.get('/journal', (_req, res) => {
    res.json({ requests: journal.requests, entries: journal.entries() });
  });
  router.delete('/journal', (_req, res) => {
    journal.clear();
    res.status(204).end();
  });
  return router;
}
