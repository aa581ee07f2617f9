export { Access } from './Access';
export type { KnownUser } from './Access';
export { BOOTSTRAP } from './bootstrap';
export { readAttributes } from './readAttributes';
export { requestToken } from './requestToken';
export { REVIEWS, answerReview, findReview } from './reviews';
