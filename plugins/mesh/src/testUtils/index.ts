export { FakeMeshApi } from './FakeMeshApi';
export { passAt, pendingEdge, sampleEdge } from './edges';
export { sampleOverview } from './overview';
export {
  everythingAllowed,
  sampleCondition,
  sampleEntity,
  sampleStatus,
  sampleWorkload,
} from './status';
