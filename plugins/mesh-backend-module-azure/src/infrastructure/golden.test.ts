import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import { buildProvisionPlan } from '.';
import { adoptedWorld, emptyWorld } from './__testUtils__/observedWorlds';

const minimal = clusterSpec();
const full = clusterSpec({
  edge: edgeAnswers(),
  network: {
    range: '10.240.0.0/16',
    peers: ['10.1.0.0/16'],
    clients: ['10.1.8.0/24'],
  },
});

const cases = [
  { name: 'minimal', spec: minimal, observed: emptyWorld(minimal) },
  { name: 'full', spec: full, observed: emptyWorld(full) },
  { name: 'adoption', spec: minimal, observed: adoptedWorld(minimal) },
];

describe('plans', () => {
  it.each(cases)('are as they were: $name', ({ name, spec, observed }) => {
    const { steps, problems, criticalPath } = buildProvisionPlan(spec, {
      observed,
      instance: 'test',
    });
    const text = `${JSON.stringify(
      { steps, problems, criticalPath },
      null,
      2,
    )}\n`;
    const path = join(__dirname, '__testData__', `${name}.json`);
    if (process.env.UPDATE_GOLDEN) {
      writeFileSync(path, text);
    }

    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });
});
