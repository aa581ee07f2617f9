// @ts-check

const { createHash } = require('node:crypto');

/**
 * What was applied to a large cluster takes megabytes, and a pass changes
 * little of it: now in rows of one namespace each.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('applied_digest', table => {
    table.comment('What was last applied to each cluster');
    table.string('cluster', 255).notNullable().comment('Name of a cluster');
    table
      .string('namespace', 255)
      .notNullable()
      .comment('Of the objects; empty for what is in none');
    table
      .text('digests', 'longtext')
      .notNullable()
      .comment('Object key to digest, as JSON');
    table
      .string('digest', 64)
      .notNullable()
      .comment('Hash of the digests; tells whether they must be read');
    table.primary(['cluster', 'namespace']);
  });
  const passes = await knex('pass').select('cluster', 'applied_digests');
  for (const { cluster, applied_digests: text } of passes) {
    for (const [namespace, own] of split(JSON.parse(text))) {
      const digests = JSON.stringify(own);
      const digest = createHash('sha256').update(digests).digest('hex');
      await knex('applied_digest').insert({
        cluster,
        namespace,
        digests,
        digest,
      });
    }
  }
  await knex.schema.alterTable('pass', table => {
    table.dropColumn('applied_digests');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('pass', table => {
    table
      .text('applied_digests', 'longtext')
      .notNullable()
      .defaultTo('{}')
      .comment('Object key to digest of what we last applied, as JSON');
  });
  for (const { cluster } of await knex('pass').select('cluster')) {
    const rows = await knex('applied_digest').where({ cluster });
    const digests = Object.assign(
      {},
      ...rows.map(row => JSON.parse(row.digests)),
    );
    await knex('pass')
      .where({ cluster })
      .update({ applied_digests: JSON.stringify(digests) });
  }
  await knex.schema.dropTable('applied_digest');
};

/**
 * @param {Record<string, string>} digests
 */
function split(digests) {
  /** @type {Map<string, Record<string, string>>} */
  const parts = new Map();
  for (const [key, digest] of Object.entries(digests)) {
    // `group/kind/namespace/name`
    const namespace = key.split('/', 3)[2] ?? '';
    const part = parts.get(namespace) ?? {};
    part[key] = digest;
    parts.set(namespace, part);
  }
  return parts;
}
