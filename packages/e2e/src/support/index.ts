export { Cluster, WRITTEN } from './Cluster';
export { describeService, meshOf } from './descriptor';
export { GitRepository } from './GitRepository';
export { Person, statusPath } from './Person';
export { readProduct, uniqueName } from './product';
export { Team } from './Team';
export { finishTask, startTemplate } from './template';
