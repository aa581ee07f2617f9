import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';

/** Who may write, with which password. */
export type Login = { user: string; password: string };

/**
 * Whether a request shows the login, as `Basic` (in whatever case) or as
 * Gitea's `token <password>`.
 */
export function isAuthorized(req: Request, login: Login): boolean {
  const [scheme = '', value = ''] = (req.headers.authorization ?? '').split(
    ' ',
  );
  switch (scheme.toLowerCase()) {
    case 'basic': {
      const text = Buffer.from(value, 'base64').toString('utf8');
      return isEqual(text, `${login.user}:${login.password}`);
    }
    case 'token':
      return isEqual(value, login.password);
    default:
      return false;
  }
}

/** Answers 401 in the way that makes git ask for a password. */
export function requireLogin(res: Response) {
  res
    .status(401)
    .setHeader('WWW-Authenticate', 'Basic realm="Sandbox Git host"')
    .json({ message: 'Sign in with the user and password of the sandbox' });
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
