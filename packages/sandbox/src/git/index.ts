export * from './GitSource';
export * from './startGitHost';
