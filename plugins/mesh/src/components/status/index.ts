export { EdgeBadge, edgeWord } from './EdgeBadge';
export { StatusBadge } from './StatusBadge';
export { SummaryBadge } from './SummaryBadge';
export { SummaryLine } from './SummaryLine';
export * from './tones';
