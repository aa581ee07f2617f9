// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('custody', table => {
    table.comment('What people decided about who manages a cluster');
    table.string('cluster', 255).primary();
    table
      .string('state', 16)
      .notNullable()
      .comment('managed, releasing, released, removing or removed');
    table.string('by', 255).notNullable().comment('Who decided it last');
    table.string('at', 32).notNullable().comment('ISO instant of that');
    table.text('reason').notNullable();
    table
      .text('former')
      .notNullable()
      .comment('Installations it was taken over from, as a JSON list');
    table
      .boolean('guarded')
      .notNullable()
      .comment('The next pass takes nothing away in bulk');
    table
      .boolean('withdraw')
      .notNullable()
      .comment('What former installations left may go');
    table
      .text('leftovers', 'longtext')
      .nullable()
      .comment('What former installations left, as JSON');
  });
  await knex.schema.alterTable('pass', table => {
    table
      .text('managed_by')
      .nullable()
      .comment('The other installation that manages the cluster, as JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('pass', table => {
    table.dropColumn('managed_by');
  });
  await knex.schema.dropTable('custody');
};
