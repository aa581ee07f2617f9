export { edgeRow, openMeshTab, pick, signIn } from './browser';
export { Cluster, WRITTEN } from './Cluster';
export { describeService, meshOf } from './descriptor';
export { GitRepository } from './GitRepository';
export { Person, statusPath } from './Person';
export { readProduct, soon, uniqueName } from './product';
export { type Service, Team } from './Team';
export { finishTask, startTemplate } from './template';
