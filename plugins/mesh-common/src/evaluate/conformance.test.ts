import {
  casesFolder,
  listSuites,
  readSuite,
  type Difference,
  type Json,
  type Suite,
} from './__testUtils__/cases';
import { runCallCase } from './__testUtils__/calls';
import { runNetworkCase } from './__testUtils__/network';
import { runRuleCase } from './__testUtils__/rules';
import {
  runAttachCase,
  runPathCase,
  runPeerCase,
  runReachCase,
} from './__testUtils__/transport';

const runners: Record<string, (suite: Suite, item: Json) => Difference[]> = {
  'istio-integration-authz': runCallCase,
  'istio-integration-jwt': runCallCase,
  'istio-rbac-golden': runRuleCase,
  'istio-rbac-leaf': runRuleCase,
  'istio-path-normalization': runPathCase,
  'istio-policy-attach': runAttachCase,
  'istio-peerauthn-compose': runPeerCase,
  'istio-reachability-mtls': runReachCase,
  'netpol-connlist': runNetworkCase,
  'real-mesh-basics': runCallCase,
  'real-mesh-edges': runCallCase,
  'real-mesh-mtls': runCallCase,
  'real-mesh-random': runCallCase,
};

const suites = listSuites().filter(name => runners[name] !== undefined);

jest.setTimeout(60_000);

describe('conformance with real meshes', () => {
  if (suites.length === 0) {
    it('has no cases to run', () => {
      process.stdout.write(
        `No conformance cases beside the checkout: ${casesFolder} has none.\n`,
      );
      expect(suites).toEqual([]);
    });
    return;
  }

  it.each(suites)('%s', name => {
    const suite = readSuite(name);
    const run = runners[name];
    const differences = suite.cases.flatMap(item => run?.(suite, item) ?? []);
    const failed = new Set(differences.map(difference => difference.id)).size;
    process.stdout.write(
      `${name}: ${suite.cases.length - failed} of ${suite.cases.length}\n`,
    );
    expect(differences.slice(0, 20)).toEqual([]);
    expect(suite.cases.length).toBeGreaterThan(0);
  });
});
