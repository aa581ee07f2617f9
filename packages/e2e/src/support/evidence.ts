import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where a run leaves what is searched for secrets at its end; undefined when
 * nobody asked for that.
 */
export function evidenceFolder(): string | undefined {
  return process.env.MESHWRIGHT_EVIDENCE;
}

/** A secret that nothing but a leak can bring to where it is found. */
const canary = (name: string) =>
  `canary${name}${randomBytes(12).toString('hex')}`;

/**
 * Makes a secret of its own for everything that the product signs in with,
 * and writes down which they are.
 *
 * @returns the environment that brings them into the configuration
 */
export function plantCanaries(folder: string): Record<string, string> {
  const canaries = {
    gitPassword: canary('git'),
    identityHeader: canary('identity'),
    kubernetesToken: canary('kubernetes'),
    serviceToken: canary('service'),
    backendKey: canary('backend'),
    sessionSecret: canary('session'),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'canaries.json'), JSON.stringify(canaries), {
    mode: 0o600,
  });
  const { gitPassword, identityHeader, kubernetesToken } = canaries;
  return {
    MESHWRIGHT_SANDBOX_SECRETS: JSON.stringify({
      gitPassword,
      identityHeader,
      kubernetesToken,
    }),
    APP_CONFIG_backend_auth_externalAccess: JSON.stringify([
      {
        type: 'static',
        options: { token: canaries.serviceToken, subject: 'evidence' },
      },
    ]),
    APP_CONFIG_backend_auth_keys: JSON.stringify([
      { secret: Buffer.from(canaries.backendKey).toString('base64') },
    ]),
    APP_CONFIG_auth_session_secret: canaries.sessionSecret,
  };
}

const seen = new Set<string>();

/** Keeps what the backend answered, once. */
export function keepAnswer(answer: {
  url: string;
  status: number;
  headers?: Record<string, string>;
  text: string;
}): void {
  const folder = evidenceFolder();
  const line = JSON.stringify(answer);
  const hash = createHash('sha256').update(line).digest('base64');
  if (!folder || seen.has(hash)) {
    return;
  }
  seen.add(hash);
  mkdirSync(join(folder, 'answers'), { recursive: true });
  const file = join(folder, 'answers', `${process.pid}.ndjson`);
  appendFileSync(file, `${line}\n`, { mode: 0o600 });
}
