export type { IssueKind, SchemaIssue } from './schema/Judgement';
export { listSchemaIssues } from './listSchemaIssues';
export type { Validation, ValidationOptions } from './types';
export { validateSchema } from './validateSchema';
export { validateWebhook } from './validateWebhook';
