/**
 * Clusters, zones and traffic sources that live in memory, for tests.
 *
 * @packageDocumentation
 */
export * from './FakeDnsZone';
export * from './FakeMeshCluster';
export * from './FakeTrafficSource';
