export { compileCluster } from './compileCluster';
export {
  type Compiler,
  type CompileSteps,
  createCompiler,
  createCompileSteps,
} from './incremental/createCompiler';
