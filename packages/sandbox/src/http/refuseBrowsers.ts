import type { RequestHandler } from 'express';

const LOOPBACK = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Keeps web pages away from a server without authentication: refuses
 * requests with an `Origin` (scripts of other sites) and those that came by a
 * host name that is not loopback's own (DNS rebinding).
 *
 * @public
 */
export const refuseBrowsers: RequestHandler = (req, res, next) => {
  if (req.headers.origin !== undefined) {
    res.status(403).json({ message: 'Requests of web pages are refused' });
    return;
  }
  if (!LOOPBACK.test(req.headers.host ?? '')) {
    res.status(403).json({ message: 'This server answers on 127.0.0.1 only' });
    return;
  }
  next();
};
