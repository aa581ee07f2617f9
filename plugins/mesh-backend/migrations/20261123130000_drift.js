// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('pass', table => {
    table
      .text('drifted_since', 'longtext')
      .nullable()
      .comment('Object key to instant since when it drifts, as JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('pass', table => {
    table.dropColumn('drifted_since');
  });
};
