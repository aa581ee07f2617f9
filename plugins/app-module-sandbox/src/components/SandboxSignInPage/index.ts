export { SandboxSignInPage } from './SandboxSignInPage';
