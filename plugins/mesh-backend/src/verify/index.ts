export { VerifyDriver, type VerifyDriverOptions } from './VerifyDriver';
