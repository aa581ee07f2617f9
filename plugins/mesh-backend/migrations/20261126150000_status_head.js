// @ts-check

/**
 * A status takes tens of kilobytes, and what is asked of all of them at once
 * a few hundred bytes. A row without a head is of before; the next pass writes
 * it anew.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('status_head', table => {
    table.comment('What is asked of the status of all entities at once');
    table.string('entity_ref', 255).primary().comment('Full reference');
    table
      .string('digest', 64)
      .notNullable()
      .comment('Of the status that it tells of');
    table
      .string('pass_at', 64)
      .notNullable()
      .comment('ISO instant of the last pass that found this status');
    table
      .text('summary', 'longtext')
      .notNullable()
      .comment('What the overview and permissions need, as JSON');
  });
  await knex.schema.alterTable('status', table => {
    // So that digests can be compared without reading the statuses.
    table.index(['entity_ref', 'digest'], 'status_digest_index');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('status', table => {
    table.dropIndex(['entity_ref', 'digest'], 'status_digest_index');
  });
  await knex.schema.dropTable('status_head');
};
