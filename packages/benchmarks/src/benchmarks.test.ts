import { createMeshInput } from './generate/createMeshInput';
import { runBenchmarks, type BenchmarkReport } from './runBenchmarks';

jest.setTimeout(120_000);

function run(...args: string[]) {
  const output: string[] = [];
  const warnings: string[] = [];
  const code = runBenchmarks(args, {
    write: text => output.push(text),
    warn: text => warnings.push(text),
  });
  return { code, output: output.join(''), warnings: warnings.join('') };
}

describe('createMeshInput', () => {
  it('makes the same company of the same numbers', () => {
    const input = createMeshInput({ services: 200 });
    expect(createMeshInput({ services: 200 })).toEqual(input);
    expect(createMeshInput({ services: 200, seed: 2 })).not.toEqual(input);
  });

  it('makes eight dependencies in the mean, with a heavy tail', () => {
    const { entities, contracts } = createMeshInput({ services: 2000 });
    const services = entities.filter(({ kind }) => kind !== 'API');
    const listOf = (value: unknown) => (Array.isArray(value) ? value : []);
    const needs = services.map(
      ({ spec }) =>
        listOf(spec?.dependsOn).length + listOf(spec?.consumesApis).length,
    );
    const mean = needs.reduce((sum, count) => sum + count, 0) / 2000;
    expect(services).toHaveLength(2000);
    expect(mean).toBeGreaterThan(7);
    expect(mean).toBeLessThan(9);
    expect(Math.max(...needs)).toBeGreaterThan(60);
    const share = Object.keys(contracts ?? {}).length / 2000;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.24);
  });
});

describe('the benchmarks', () => {
  it('print one JSON object with every measurement', () => {
    const { code, output } = run(
      ...['engine', '--sizes', '100', '--runs', '1', '--in-process'],
    );
    const { sizes } = JSON.parse(output) as BenchmarkReport;
    expect(code).toBe(0);
    expect(sizes).toHaveLength(1);
    expect(sizes[0].services).toBe(100);
    expect(Object.keys(sizes[0].measurements)).toEqual([
      'compile',
      'recompileOne',
      'verdicts',
      'matrix',
      'lint',
      'contracts',
    ]);
    for (const { runs, milliseconds } of Object.values(sizes[0].measurements)) {
      expect(runs).toBe(1);
      expect(milliseconds.median).toBeGreaterThan(0);
    }
    expect(sizes[0].measurements.verdicts.perSecond?.median).toBeGreaterThan(0);
  });

  it.each([
    [[]],
    [['engine', '--sizes', 'many']],
    [['engine', '--runs', '0']],
    [['engine', '--only', 'nothing']],
  ])('refuse %j and say how they are called', args => {
    const { code, output, warnings } = run(...args);
    expect(code).toBe(2);
    expect(output).toBe('');
    expect(warnings).toContain('npm run -s bench -- engine');
  });
});
