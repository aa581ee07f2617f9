import { RE2JS } from 're2js';

/** What is wrong with a regular expression of RE2, which Envoy uses. */
export function findExpressionProblem(expression: string): string | undefined {
  try {
    RE2JS.compile(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
