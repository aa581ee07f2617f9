// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('last_good', table => {
    table.comment('The last readable declaration of every entity in the mesh');
    table.string('entity_ref', 255).primary().comment('Full reference');
    table
      .text('declaration', 'longtext')
      .notNullable()
      .comment('The whole declaration, as JSON');
    table
      .string('digest', 64)
      .notNullable()
      .comment('Hash of the declaration; tells whether it must be written');
    table.string('seen_at', 64).notNullable().comment('ISO instant');
    table
      .string('missing_since', 64)
      .nullable()
      .comment('ISO instant since when complete listings lack the entity');
    table
      .boolean('confirmed')
      .notNullable()
      .comment('Whether somebody said that it is gone for good');
  });
  await knex.schema.createTable('hint', table => {
    table.comment('Entities that may have changed since the last reading');
    table.string('entity_ref', 255).primary().comment('Full reference');
    table.text('hash').notNullable().comment('Hash of what was declared');
    table.string('noted_at', 64).notNullable().comment('ISO instant');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('hint');
  await knex.schema.dropTable('last_good');
};
