import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../server/freePorts';
import { Guardian } from '../server/Guardian';
import { Program } from '../server/Program';
import { findPrometheus } from './findPrometheus';
import { formatSamples, type ScrapedSeries } from './formatSamples';

const execute = promisify(execFile);

/** A real Prometheus on loopback. */
export type RealPrometheus = { url: string; stop(): Promise<void> };

export type RealPrometheusOptions = {
  /** What it is to know from earlier scrapes. */
  series?: readonly ScrapedSeries[];
  /** `host:port` whose `/metrics` it scrapes each second from now on. */
  target?: string;
};

/** JSON is YAML. */
function configure(target: string | undefined): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: target
      ? [{ job_name: 'test', static_configs: [{ targets: [target] }] }]
      : [],
  });
}

/**
 * Starts the Prometheus that is on the path, on a free port of loopback. It
 * ends with `stop`, or when this process ends in whatever way.
 */
export async function startRealPrometheus(
  options: RealPrometheusOptions = {},
): Promise<RealPrometheus> {
  const found = findPrometheus();
  if (found.state === 'missing') {
    throw new Error(`No Prometheus: ${found.reason}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-prometheus-'));
  const guardian = new Guardian(folder);
  try {
    const file = (name: string) => join(folder, name);
    writeFileSync(file('prometheus.yml'), configure(options.target));
    if (options.series?.length) {
      writeFileSync(file('samples'), formatSamples(options.series));
      const args = ['tsdb', 'create-blocks-from', 'openmetrics'];
      await execute(found.promtool, [...args, file('samples'), file('data')]);
    }
    const [port] = await freePorts(1);
    const program = new Program({
      ...{ name: 'prometheus', path: found.prometheus, folder, guardian },
      args: [
        `--config.file=${file('prometheus.yml')}`,
        `--storage.tsdb.path=${file('data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
    });
    const url = `http://127.0.0.1:${port}`;
    await program.until(async () => (await fetch(`${url}/-/ready`)).ok, 30);
    return {
      url,
      async stop() {
        await program.stop();
        await guardian.finish();
      },
    };
  } catch (error) {
    await guardian.finish();
    throw error;
  }
}
