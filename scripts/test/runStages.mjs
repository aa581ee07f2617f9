// Runs the steps of `npm test`, and says how each of them went.

/** As many at a time as a small machine has cores. */
const AT_ONCE = 2;

/** Counts, or a failure where the step itself broke. */
async function runStep({ name, run }, { toolchain, context, output }) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  try {
    const counts = await run(toolchain, { ...context, output });
    return { name, counts, seconds: seconds() };
  } catch (error) {
    output.write(`${error.message}\n`);
    return { name, counts: { passed: 0, failed: 1 }, seconds: seconds() };
  }
}

/** What steps that run at once print: kept, for one block each. */
function keepOutput() {
  const parts = [];
  return {
    isKept: true,
    write: part => parts.push(Buffer.from(part)),
    read: () => Buffer.concat(parts),
  };
}

async function runBeside(steps, options) {
  const waiting = [...steps];
  const results = new Map();
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const output = keepOutput();
      const result = await runStep(step, { ...options, output });
      options.log(`\n── ${step.name}`);
      process.stdout.write(output.read());
      results.set(step, result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return steps.map(step => results.get(step));
}

async function runAlone(step, options) {
  options.log(`\n── ${step.name}`);
  const output = { write: part => process.stdout.write(part) };
  return runStep(step, { ...options, output });
}

/**
 * Runs stages one after the other, and the steps of a stage beside each other;
 * gives `{ name, counts, seconds }` of each step.
 */
export async function runStages(stages, options) {
  const results = [];
  for (const steps of stages) {
    results.push(
      ...(steps.length > 1
        ? await runBeside(steps, options)
        : [await runAlone(steps[0], options)]),
    );
  }
  return results;
}
