export { StatusBadge } from './StatusBadge';
export { SummaryBadge } from './SummaryBadge';
export * from './tones';
