export { NameTable } from './NameTable';
