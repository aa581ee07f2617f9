// The order of test files for Jest: those that take long first, so that no
// worker is left alone with one of them at the end.
const { createRequire } = require('node:module');

// The one that Jest itself has.
const core = createRequire(require.resolve('jest')).resolve('@jest/core');
const { default: Sequencer } = createRequire(core)('@jest/test-sequencer');

/** The longest first; most of them start servers, and wait for these. */
const LONG = [
  'packages/faults/src/replicas/replicas.test.ts',
  'packages/faults/src/mesh/scenarios/scenarios.test.ts',
  'packages/faults/src/mesh/converge.test.ts',
  'packages/faults/src/azure/converge.test.ts',
  'packages/faults/src/fuzz/fuzz.test.ts',
  'packages/sandbox/src/kubernetes/realServer.test.ts',
  'plugins/mesh-backend/src/reconcile/ownership.test.ts',
  'plugins/mesh-backend/src/reconcile/admission.test.ts',
  'plugins/mesh-backend/src/network.test.ts',
  'plugins/mesh-backend/src/clusters/leastPrivilege.test.ts',
];

const placeOf = ({ path }) => {
  const place = LONG.findIndex(end => path.endsWith(end));
  return place < 0 ? LONG.length : place;
};

module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => placeOf(a) - placeOf(b));
  }
};
