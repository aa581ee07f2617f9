// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('status', table => {
    table.comment('What the pages show of each entity');
    table.string('entity_ref', 255).primary().comment('Full reference');
    table
      .text('status', 'longtext')
      .notNullable()
      .comment('The status as JSON, without the instant of the pass');
    table
      .string('digest', 64)
      .notNullable()
      .comment('Hash of the status; tells whether it must be written');
    table
      .string('pass_at', 64)
      .notNullable()
      .comment('ISO instant of the pass that it tells of');
  });
  await knex.schema.createTable('pass', table => {
    table.comment('The last pass over each cluster');
    table.string('cluster', 255).primary().comment('Name of a cluster');
    table.string('state', 32).notNullable().comment('How the pass ended');
    table.text('message').notNullable().comment('The same for a person');
    table.string('finished_at', 64).notNullable().comment('ISO instant');
    table
      .string('last_read_at', 64)
      .nullable()
      .comment('ISO instant of the last complete reading');
    table.integer('changes').notNullable().comment('Changes that were made');
    table.integer('failed').notNullable().comment('Changes that failed');
    table
      .text('settling', 'longtext')
      .notNullable()
      .comment('Object key to instant of our last write, as JSON');
    table
      .text('applied_digests', 'longtext')
      .notNullable()
      .comment('Object key to digest of what we last applied, as JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('pass');
  await knex.schema.dropTable('status');
};
