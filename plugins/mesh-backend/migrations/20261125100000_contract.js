// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('contract', table => {
    table.comment('What the last readable definition of each used API offers');
    table.string('entity_ref', 255).primary().comment('Full reference');
    table
      .text('contract', 'longtext')
      .notNullable()
      .comment('The parsed definition, as JSON');
    table
      .string('digest', 64)
      .notNullable()
      .comment('Hash of the contract; tells whether it must be written');
    table
      .string('seen_at', 64)
      .notNullable()
      .comment('ISO instant at which it was read first');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('contract');
};
