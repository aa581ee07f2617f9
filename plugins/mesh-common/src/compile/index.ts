export { compileCluster } from './compileCluster';
export { type Compiler, createCompiler } from './incremental/createCompiler';
