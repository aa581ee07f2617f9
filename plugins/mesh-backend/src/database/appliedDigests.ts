import type { Knex } from 'knex';
import {
  type Digests,
  isSamePart,
  joinParts,
  type Part,
  splitByNamespace,
} from './digestParts';
import { digestText, inChunks } from './rows';

/** A row of `applied_digest`. */
type AppliedRow = {
  cluster: string;
  namespace: string;
  digests: string;
  digest: string;
};

type Head = Pick<AppliedRow, 'namespace' | 'digest'>;

/** The parts of each cluster as they were last read or written. */
const known = new Map<string, ReadonlyMap<string, Part>>();

/**
 * What was applied to a cluster. It takes megabytes of a large company, so
 * only the namespaces that have changed since are read.
 */
export async function readAppliedDigests(
  db: Knex,
  cluster: string,
): Promise<Digests> {
  const rows = await readHeads(db, cluster);
  const before = known.get(cluster) ?? new Map<string, Part>();
  const isKnown = ({ namespace, digest }: Head) =>
    before.get(namespace)?.digest === digest;
  const unknown = rows.filter(row => !isKnown(row));
  if (unknown.length === 0 && rows.length === before.size) {
    return joinParts(before);
  }
  // Somebody may have removed some meanwhile.
  const found = await readParts(db, cluster, unknown);
  const parts = new Map(
    rows.flatMap(row => {
      const from = isKnown(row) ? before : found;
      const part = from.get(row.namespace);
      return part ? [[row.namespace, part] as const] : [];
    }),
  );
  known.set(cluster, parts);
  return joinParts(parts);
}

/** Writes the namespaces in which something else was applied than before. */
export async function writeAppliedDigests(
  db: Knex,
  cluster: string,
  digests: Digests,
): Promise<void> {
  const before = known.get(cluster);
  const heads = await readHeads(db, cluster);
  const stored = new Map(heads.map(row => [row.namespace, row.digest]));
  const parts = new Map<string, Part>();
  const changed: AppliedRow[] = [];
  for (const [namespace, own] of splitByNamespace(digests)) {
    const same = before?.get(namespace);
    const next = { digest: stored.get(namespace), digests: own };
    if (same && isSamePart(same, next)) {
      parts.set(namespace, same);
    } else {
      const text = JSON.stringify(own);
      const digest = digestText(text);
      parts.set(namespace, { digest, digests: own });
      changed.push({ cluster, namespace, digests: text, digest });
    }
  }
  await replaceRows(db, cluster, {
    changed: changed.filter(row => stored.get(row.namespace) !== row.digest),
    gone: [...stored.keys()].filter(name => !parts.has(name)),
  });
  known.set(cluster, parts);
}

async function replaceRows(
  db: Knex,
  cluster: string,
  { changed, gone }: { changed: AppliedRow[]; gone: string[] },
) {
  await inChunks(changed, chunk =>
    db<AppliedRow>('applied_digest')
      .insert(chunk)
      .onConflict(['cluster', 'namespace'])
      .merge(),
  );
  await inChunks(gone, chunk =>
    db<AppliedRow>('applied_digest')
      .where({ cluster })
      .whereIn('namespace', chunk)
      .delete(),
  );
}

function readHeads(db: Knex, cluster: string): Promise<Head[]> {
  return db<AppliedRow>('applied_digest')
    .select('namespace', 'digest')
    .where({ cluster })
    .orderBy('namespace');
}

async function readParts(
  db: Knex,
  cluster: string,
  heads: readonly Head[],
): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>();
  const names = heads.map(({ namespace }) => namespace);
  await inChunks(names, async chunk => {
    const rows = await db<AppliedRow>('applied_digest')
      .where({ cluster })
      .whereIn('namespace', chunk);
    for (const { namespace, digest, digests } of rows) {
      parts.set(namespace, { digest, digests: JSON.parse(digests) });
    }
  });
  return parts;
}
