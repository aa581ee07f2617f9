export { Code } from './Code';
export { CopyBlock } from './CopyBlock';
export { EntityName } from './EntityName';
export { RelativeTime } from './RelativeTime';
export { Readable } from './Readable';
