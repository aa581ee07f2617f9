export { ObjectTable } from './ObjectTable';
