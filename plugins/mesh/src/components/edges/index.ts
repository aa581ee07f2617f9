export { EdgeTable } from './EdgeTable';
