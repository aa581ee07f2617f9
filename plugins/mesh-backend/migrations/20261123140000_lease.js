// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lease', table => {
    table.comment('Who is making a pass over a cluster right now');
    table.string('cluster', 255).primary().comment('Name of a cluster');
    table.string('holder', 64).notNullable().comment('Random, one per pass');
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('Milliseconds of the clock of the database');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lease');
};
