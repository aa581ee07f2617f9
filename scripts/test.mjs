// `npm test`: brings what is needed and runs everything, from a clean clone.
// The last line sums up all runners.
import { buildControlPlane } from './test/controlPlane.mjs';
import {
  provideChromium,
  providePostgres,
  providePrometheus,
} from './test/services.mjs';
import { runStages } from './test/runStages.mjs';
import { stages } from './test/steps.mjs';
import { ensureInstalled, ensureToolchain } from './toolchain.mjs';

const log = text => process.stdout.write(`${text}\n`);

const steps = stages.flat();

const usage = `Runs the tests.

  npm test [-- NAME …]

Names: ${steps
  .map(({ name }) => name)
  .join(', ')}. Without a name: all of them.`;

/** Stages of the steps of these names; all without a name. */
function chooseStages(names) {
  const unknown = names.find(name => !steps.some(s => s.name === name));
  if (unknown) {
    throw new Error(`There is no step '${unknown}'.\n\n${usage}`);
  }
  const isChosen = ({ name }) => names.length === 0 || names.includes(name);
  return stages
    .map(stage => stage.filter(isChosen))
    .filter(stage => stage.length > 0);
}

function summarize(results, { skipped }) {
  const total = { passed: 0, failed: 0, skipped };
  for (const { counts } of results) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped ?? 0;
  }
  const lines = results.map(
    ({ name, counts: { passed, failed }, seconds }) =>
      `${name.padEnd(8)} ${passed} passed, ${failed} failed in ${seconds} s`,
  );
  log(`\n${lines.join('\n')}\n`);
  const leftOut = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  log(`${total.passed} passed, ${total.failed} failed${leftOut}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function main() {
  const chosen = chooseStages(process.argv.slice(2));
  const wants = name => chosen.flat().some(step => step.name === name);
  const toolchain = await ensureToolchain(log);
  await ensureInstalled(toolchain, log);
  const building = wants('unit') ? buildControlPlane(toolchain) : undefined;
  const postgres = wants('unit') ? await providePostgres(log) : {};
  if (wants('unit')) {
    // Its tests say themselves what they leave out.
    await providePrometheus(log);
  }
  if (postgres.missing) {
    log(`Tests on PostgreSQL left out: ${postgres.missing}`);
  }
  const chromium = wants('browser') ? await provideChromium(log) : {};

  const context = { postgres, chromium, building };
  let results;
  try {
    results = await runStages(chosen, { toolchain, context, log });
  } finally {
    await postgres.stop?.();
  }
  summarize(results, { skipped: postgres.missing ? 1 : 0 });
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  log('0 passed, 1 failed');
  process.exitCode = 1;
});
