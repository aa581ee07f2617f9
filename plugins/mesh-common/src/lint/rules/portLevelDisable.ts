import type { ObjectRule } from '../types';
import { isExceptionOfOurs } from './read/ours';
import { listPeers } from './read/peers';

/** A port without identity is closed to principals, and open to the rest. */
export const portLevelDisable: ObjectRule = {
  code: 'MW2035',
  severity: 'warning',
  summary: 'No port of a workload is left out of mutual TLS',
  aliases: ['SEG-PORTLEVEL-DISABLE'],
  check: context =>
    listPeers(context).flatMap(({ object, ports }) =>
      ports
        .filter(({ mode }) => mode === 'DISABLE' || mode === 'PERMISSIVE')
        .map(({ port, mode }) => ({
          object,
          path: `spec/portLevelMtls/${port}`,
          severity: isExceptionOfOurs(context, object)
            ? ('info' as const)
            : undefined,
          message: `Port ${port} ${
            mode === 'DISABLE'
              ? 'takes plaintext only'
              : 'still takes plaintext'
          }: callers there have no identity, so ALLOW by identity shuts them out and DENY by identity does not catch them. Scrape metrics through port 15020 or with a certificate of the mesh; keep the entry only as an exception with an end, and guard the port with a NetworkPolicy.`,
        })),
    ),
};
