// `npm test`: brings what is needed and runs everything, from a clean clone.
// The last line sums up all runners.
import { buildControlPlane } from './test/controlPlane.mjs';
import {
  provideChromium,
  providePostgres,
  providePrometheus,
} from './test/services.mjs';
import { steps } from './test/steps.mjs';
import { ensureInstalled, ensureToolchain } from './toolchain.mjs';

const log = text => process.stdout.write(`${text}\n`);

const usage = `Runs the tests.

  npm test [-- NAME …]

Names: ${steps
  .map(({ name }) => name)
  .join(', ')}. Without a name: all of them.`;

function chooseSteps(names) {
  const unknown = names.find(name => !steps.some(s => s.name === name));
  if (unknown) {
    throw new Error(`There is no step '${unknown}'.\n\n${usage}`);
  }
  return names.length > 0
    ? steps.filter(({ name }) => names.includes(name))
    : steps;
}

async function main() {
  const chosen = chooseSteps(process.argv.slice(2));
  const wants = name => chosen.some(step => step.name === name);
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

  const total = { passed: 0, failed: 0, skipped: postgres.missing ? 1 : 0 };
  const lines = [];
  try {
    for (const { name, run } of chosen) {
      log(`\n── ${name}`);
      const started = Date.now();
      const counts = await run(toolchain, { postgres, chromium, building });
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped ?? 0;
      lines.push(
        `${name.padEnd(8)} ${counts.passed} passed, ${
          counts.failed
        } failed in ${seconds} s`,
      );
    }
  } finally {
    await postgres.stop?.();
  }
  log(`\n${lines.join('\n')}\n`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  log('0 passed, 1 failed');
  process.exitCode = 1;
});
