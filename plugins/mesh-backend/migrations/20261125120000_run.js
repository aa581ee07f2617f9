// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('cluster', table => {
    table.comment('Clusters that were made or adopted from a template');
    table.string('name', 255).primary().comment('Name of the cluster');
    table.string('instance', 255).notNullable().comment('Whose it is');
    table
      .text('spec', 'longtext')
      .notNullable()
      .comment('What was asked for, as JSON');
    table
      .text('settings', 'longtext')
      .notNullable()
      .comment('Like an entry of mesh.clusters, as JSON');
    table
      .string('state', 32)
      .notNullable()
      .comment('provisioning, ready or retiring');
  });

  await knex.schema.createTable('run', table => {
    table.comment('What was, is or will be done to make or check a cluster');
    table.increments('seq').comment('Tells what was asked for first');
    table.string('id', 64).notNullable().unique().comment('Random');
    table
      .string('key', 255)
      .notNullable()
      .unique()
      .comment('Chosen by who asks; the same one is the same run');
    table.string('kind', 32).notNullable().comment('provision, verify, retire');
    table.string('cluster', 255).notNullable().comment('Name of the cluster');
    table
      .string('active', 255)
      .nullable()
      .unique()
      .comment('The cluster until the run has ended: one run at a time');
    table
      .text('spec', 'longtext')
      .nullable()
      .comment('What the cluster is to be, as JSON');
    table.string('digest', 255).nullable().comment('Of the plan approved');
    table
      .boolean('is_planned')
      .notNullable()
      .comment('Whether its steps are stored');
    table.string('state', 32).notNullable().comment('See RunState');
    table.string('made_by', 255).notNullable().comment('Full reference');
    table.string('created_at', 64).notNullable().comment('ISO instant');
    table.string('started_at', 64).nullable().comment('ISO instant');
    table.string('ended_at', 64).nullable().comment('ISO instant');
    table.text('message').nullable().comment('One sentence about the whole');
    table.string('holder', 64).nullable().comment('Who may write its progress');
    table
      .integer('generation')
      .notNullable()
      .comment('Grows with each holder; an earlier one writes nothing more');
    table.integer('events').notNullable().comment('Sequence of the last event');
    table.index(['cluster', 'seq'], 'run_cluster_seq_idx');
  });

  await knex.schema.createTable('run_step', table => {
    table.comment('The steps of runs');
    table.string('run', 64).notNullable().comment('Id of the run');
    table.string('id', 255).notNullable().comment('Id of the step in its run');
    table.integer('position').notNullable().comment('Order in the plan');
    table
      .text('step', 'longtext')
      .notNullable()
      .comment('Resource, body and what it depends on, as JSON');
    table.string('state', 32).notNullable().comment('See StepState');
    table.integer('attempts').notNullable().comment('How often it was begun');
    table
      .text('poller', 'longtext')
      .nullable()
      .comment('Resumes what is under way; a secret, shown to nobody');
    table
      .bigInteger('not_before')
      .nullable()
      .comment('Milliseconds since 1970; the next request waits for it');
    table.string('started_at', 64).nullable().comment('ISO instant');
    table.string('ended_at', 64).nullable().comment('ISO instant');
    table.text('message').nullable().comment('What happens or happened');
    table.boolean('changed').nullable().comment('Whether it wrote something');
    table.text('error', 'longtext').nullable().comment('As JSON');
    table.text('evidence', 'longtext').nullable().comment('As JSON');
    table.primary(['run', 'id']);
  });

  await knex.schema.createTable('run_event', table => {
    table.comment('The progress of runs, line by line');
    table.string('run', 64).notNullable().comment('Id of the run');
    table.integer('sequence').notNullable().comment('Grows by one');
    table.string('at', 64).notNullable().comment('ISO instant');
    table.string('step', 255).nullable().comment('Id of the step');
    table.string('level', 16).notNullable().comment('info, warn or error');
    table.text('message').notNullable().comment('For people');
    table.primary(['run', 'sequence']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_event');
  await knex.schema.dropTable('run_step');
  await knex.schema.dropTable('run');
  await knex.schema.dropTable('cluster');
};
