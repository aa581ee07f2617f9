export { ContractCache } from './ContractCache';
export { keepLastReadable } from './keepLastReadable';
export { CONTRACT_LIMITS } from './limits';
export {
  GRAPHQL_PATH_ANNOTATION,
  parseContract,
  type ContractSource,
} from './parseContract';
