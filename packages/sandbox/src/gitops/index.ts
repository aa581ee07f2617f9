export { startGitOps } from './startGitOps';
export type { GitOps, GitOpsOptions } from './startGitOps';
