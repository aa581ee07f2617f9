import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createServerCertificate,
  createTokenKey,
} from '../server/certificates';
import { auditPolicy } from '../server/programArguments';
import type { Place } from '../server/startServers';

/**
 * Certificates are new at each start, as their time is short; the key of
 * tokens stays, or tokens that were given out would end.
 */
export async function writeClusterFiles({ folder, ca }: Place): Promise<void> {
  const write = (name: string, text: string) =>
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  const server = await createServerCertificate(ca);
  write('ca.crt', ca.cert);
  write('server.crt', server.cert);
  write('server.key', server.key);
  write('audit.yaml', auditPolicy({ reads: false }));
  const hasKey = ['tokens.pub', 'tokens.key'].every(name =>
    existsSync(join(folder, name)),
  );
  if (!hasKey) {
    const { publicKey, privateKey } = createTokenKey();
    write('tokens.pub', publicKey);
    write('tokens.key', privateKey);
  }
}
