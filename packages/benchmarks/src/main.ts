import { runBenchmarks } from './runBenchmarks';

process.exitCode = runBenchmarks(process.argv.slice(2), {
  write: text => process.stdout.write(text),
  warn: text => process.stderr.write(text),
});
