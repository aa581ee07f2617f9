export type { PrometheusSeries } from './evaluateExpression';
export * from './exampleSeries';
export * from './startPrometheus';
