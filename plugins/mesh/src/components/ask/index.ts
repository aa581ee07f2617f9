export { Ask } from './Ask';
