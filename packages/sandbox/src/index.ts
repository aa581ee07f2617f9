export * from './controllers';
export * from './arm';
export * from './git';
export * from './gitops';
export * from './kubernetes';
export * from './prometheus';
