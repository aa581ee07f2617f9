// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('pass', table => {
    table
      .string('writing_since', 32)
      .nullable()
      .comment('ISO instant when a pass that is not stored began to write');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('pass', table => {
    table.dropColumn('writing_since');
  });
};
