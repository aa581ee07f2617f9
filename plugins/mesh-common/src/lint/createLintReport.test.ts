import type { MeshObject } from '../objects';
import { createLintReport } from './createLintReport';
import type { LintReport } from './createLintReport';

const options = { rootNamespace: 'istio-system' };

function permissive(annotations: Record<string, string>): MeshObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'default', namespace: 'shop', annotations },
    spec: { mtls: { mode: 'PERMISSIVE' } },
  };
}

function codes(part: LintReport['findings']) {
  return part.map(({ rule }) => rule);
}

describe('createLintReport', () => {
  it.each([
    ['our annotation by code', 'meshwright.io/lint-ignore', 'MW2001, MW2032'],
    ['our annotation by alias', 'meshwright.io/lint-ignore', 'SEG-NO-STRICT'],
    ['the annotation of Istio', 'galley.istio.io/analyze-suppress', '*'],
  ])('counts what %s silences', (_, name, value) => {
    const { findings, silenced } = createLintReport(
      [permissive({ [name]: value })],
      options,
    );
    expect(codes(findings)).toEqual([]);
    expect(codes(silenced)).toEqual(['MW2032']);
  });

  it('knows no silence about everything', () => {
    const { findings } = createLintReport(
      [permissive({ 'meshwright.io/lint-ignore': '*' })],
      options,
    );
    expect(codes(findings)).toEqual(['MW2032', 'MW2071']);
  });

  it('never silences what a cluster refuses', () => {
    const object = permissive({
      'meshwright.io/lint-ignore': 'MW2303,MW2304,MW2302,MW2301',
      'galley.istio.io/analyze-suppress': '*',
    });
    const refused = { ...object, spec: { mtls: { mode: 'SOMETIMES' } } };
    const { findings, silenced } = createLintReport([refused], options);
    expect(findings.some(({ rule }) => /^MW23/.test(rule))).toBe(true);
    expect(codes(silenced).filter(rule => /^MW23/.test(rule))).toEqual([]);
  });

  it('tells kinds of one name apart by their API', () => {
    const gateways = ['networking.istio.io/v1', 'gateway.networking.k8s.io/v1'];
    const objects = gateways.map(apiVersion => ({
      apiVersion,
      kind: 'Gateway',
      metadata: {
        name: 'shop',
        namespace: 'shop',
        annotations: { 'meshwright.io/lint-ignore': 'MW' },
      },
      spec: {},
    }));
    const { findings } = createLintReport(objects, options);
    expect(
      findings
        .filter(({ rule }) => rule === 'MW2071')
        .map(({ apiVersion }) => apiVersion),
    ).toEqual(gateways);
  });

  it('says the same once', () => {
    const twice = [permissive({}), permissive({})];
    const { findings } = createLintReport(twice, options);
    expect(codes(findings).filter(rule => rule === 'MW2032')).toHaveLength(1);
  });
});
