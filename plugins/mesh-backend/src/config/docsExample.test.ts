import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import yaml from 'yaml';
import { readMeshConfig } from './readMeshConfig';

const page = readFileSync(
  join(__dirname, '../../../../docs/reference/configuration.md'),
  'utf8',
);
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
  .map(([, block]) => yaml.parse(block) as JsonObject)
  .filter(block => block.mesh !== undefined);

describe('the configuration in the docs', () => {
  it('is there', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(blocks.map(block => [block]))('is read without a problem', block => {
    const config = readMeshConfig(new ConfigReader(block));

    expect(config.problem).toBeUndefined();
    expect(config.instance).not.toBe('');
    for (const cluster of config.clusters) {
      expect(cluster.problem).toBeUndefined();
      expect(cluster.cluster).toBeDefined();
    }
  });

  it('gives the defaults that the reader has', () => {
    const {
      instance: _,
      clusters: __,
      bindings: ___,
      ...documented
    } = readMeshConfig(new ConfigReader(blocks[0]));
    const {
      instance: _a,
      clusters: _b,
      bindings: _c,
      ...defaults
    } = readMeshConfig(new ConfigReader({ mesh: { instance: 'x' } }));

    expect(documented).toEqual(defaults);
  });

  it.each(['mesh-backend', 'mesh-backend-module-azure'])(
    'has every key that %s declares',
    name => {
      const schema = readFileSync(
        join(__dirname, '../../..', name, 'config.d.ts'),
        'utf8',
      );
      const keys = [...schema.matchAll(/^ +(\w+)\??: /gm)].map(([, k]) => k);
      expect(keys.length).toBeGreaterThan(5);
      expect(keys.filter(key => !page.includes(key))).toEqual([]);
    },
  );
});
