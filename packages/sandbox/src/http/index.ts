export * from './catchErrors';
export * from './refuseBrowsers';
export * from './serve';
