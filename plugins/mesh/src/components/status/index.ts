export { EdgeBadge, edgeWord } from './EdgeBadge';
export { ObjectBadge } from './ObjectBadge';
export { StatusBadge } from './StatusBadge';
export { SummaryBadge } from './SummaryBadge';
export { SummaryLine } from './SummaryLine';
export * from './tones';
