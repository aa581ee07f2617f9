// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('binding', table => {
    table.comment('Whose a namespace or a host is');
    table.string('id', 36).primary().comment('Chosen by the backend');
    table
      .string('identity', 64)
      .notNullable()
      .comment('Hash of cluster, namespace or host, owner and location prefix');
    table.text('cluster').notNullable().comment('Name of a cluster, or *');
    table.text('namespace').nullable().comment('Name or pattern');
    table.text('host').nullable().comment('DNS name, or *. and a domain');
    table.text('owner').notNullable().comment('Full entity reference');
    table
      .text('location_prefix')
      .nullable()
      .comment('Prefix of the managed-by-location of entities that may use it');
    table.string('origin', 32).notNullable().comment('How it came about');
    table.text('made_by').notNullable().comment('User reference, or a word');
    table.string('made_at', 64).notNullable().comment('ISO instant');
    table.text('reason').nullable().comment('Why, in words of the person');
    table.unique(['identity'], { indexName: 'binding_identity_uniq' });
  });
  await knex.schema.createTable('approval', table => {
    table.comment('Decisions on requests; rows are added and never changed');
    table.increments('seq').comment('Order of the decisions');
    table.string('id', 36).notNullable().comment('Chosen by the backend');
    table.text('consumer_ref').notNullable().comment('Full entity reference');
    table.text('provider_ref').notNullable().comment('Full entity reference');
    table
      .text('environment')
      .notNullable()
      .comment('Environment of a cluster, or *');
    table.string('decision', 32).notNullable().comment('approve or decline');
    table
      .text('scope', 'longtext')
      .notNullable()
      .comment('What the approver saw, as JSON');
    table.text('made_by').notNullable().comment('User reference');
    table.string('made_at', 64).notNullable().comment('ISO instant');
    table.text('reason').nullable().comment('Why, in words of the person');
    table.unique(['id'], { indexName: 'approval_id_uniq' });
  });
  await knex.schema.createTable('stage', table => {
    table.comment('How far the rollout of each namespace is');
    table.string('cluster', 255).notNullable().comment('Name of a cluster');
    table.string('namespace', 255).notNullable().comment('Name of a namespace');
    table.string('stage', 32).notNullable().comment('off or enforce');
    table.string('step', 32).notNullable().comment('How far within enforce');
    table
      .boolean('created')
      .notNullable()
      .comment('Whether the product created the namespace');
    table.text('made_by').notNullable().comment('User reference');
    table.string('made_at', 64).notNullable().comment('ISO instant');
    table.text('reason').nullable().comment('Why, in words of the person');
    table.primary(['cluster', 'namespace']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('stage');
  await knex.schema.dropTable('approval');
  await knex.schema.dropTable('binding');
};
