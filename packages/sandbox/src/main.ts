import { type SandboxOptions, startSandbox } from './sandbox';

/**
 * The sandbox as a process: options as JSON on the command line, addresses to
 * the parent when it is up, an orderly end on SIGTERM.
 */
async function main() {
  const options: SandboxOptions = JSON.parse(process.argv[2]);
  // In the environment, where other users of the machine do not see them.
  const secrets = JSON.parse(process.env.MESHWRIGHT_SANDBOX_SECRETS ?? '{}');
  const sandbox = await startSandbox({ ...options, secrets });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () =>
      sandbox.stop().then(() => process.exit(0), fail),
    );
  }
  // Whoever started us is gone: so are we.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.send?.({ type: 'sandbox-ready', addresses: sandbox.addresses });
}

function fail(error: unknown) {
  const text = error instanceof Error ? error.stack ?? error.message : error;
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main().catch(fail);
