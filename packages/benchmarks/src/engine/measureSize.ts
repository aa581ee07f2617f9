import { createMeshInput } from '../generate/createMeshInput';
import { compileAll } from './compileAll';
import { measure, readPeak } from './measure';
import { measurements } from './measurements';
import type { SizeResult, Subject } from './types';

/** Measures everything, or what is named, for a company of one size. */
export function measureSize(options: {
  services: number;
  runs: number;
  only?: readonly string[];
  log(text: string): void;
}): SizeResult {
  const { services, runs, only, log } = options;
  const subject = createSubject(services);
  const chosen = measurements.filter(
    ({ name }) => !only || only.includes(name),
  );
  const results = chosen.map(measurement => {
    log(`${services} services: ${measurement.name}`);
    return [measurement.name, measure(measurement, subject, runs)] as const;
  });
  return {
    services,
    workloads: subject.model.workloads.length,
    edges: subject.model.edges.length,
    objects: subject.objects.length,
    measurements: Object.fromEntries(results),
    peakMegabytes: readPeak(),
  };
}

function createSubject(services: number): Subject {
  const input = createMeshInput({ services });
  const { model, compiled } = compileAll(input);
  const [main] = compiled;
  const objects = main?.objects.map(({ object }) => object) ?? [];
  return { input, model, objects };
}
