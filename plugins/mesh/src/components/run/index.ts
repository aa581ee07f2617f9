export { RunBadge } from './RunBadge';
export { RunPage } from './RunPage';
