/** Names of the parts that are there once. */
export const PARTS = {
  certificate: 'certificate',
  frontend: 'public',
  http: 'http',
  https: 'https',
  pool: 'internal-gateway',
  probe: 'ready',
  settings: 'internal-gateway',
} as const;
