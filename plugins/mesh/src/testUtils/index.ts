export { FakeMeshApi } from './FakeMeshApi';
export {
  overlappingPlan,
  sampleAnswers,
  sampleClusters,
  samplePlan,
  sampleStep,
} from './clusters';
export { passAt, pendingEdge, sampleEdge } from './edges';
export { sampleOverview } from './overview';
export {
  failedRun,
  sampleEvents,
  sampleRun,
  sampleRunStep,
  verifyRun,
} from './runs';
export {
  everythingAllowed,
  sampleCondition,
  sampleEntity,
  sampleStatus,
  sampleWorkload,
} from './status';
