// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('pass', table => {
    table
      .text('warnings', 'longtext')
      .nullable()
      .comment('Object key to what the server warned of, as JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('pass', table => {
    table.dropColumn('warnings');
  });
};
