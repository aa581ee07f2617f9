// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('cluster_preview', table => {
    table.comment('What previews of clusters showed: tells what changed since');
    table.string('digest', 255).primary().comment('Of the plan');
    table
      .text('steps', 'longtext')
      .notNullable()
      .comment('What each step would write, as JSON');
    table
      .string('shown_at', 64)
      .notNullable()
      .comment('ISO instant; old ones are removed');
    table.index(['shown_at'], 'cluster_preview_shown_at_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('cluster_preview');
};
