import { findExpressionProblem } from '../text/regex';
import { isSet, toMessage, toString } from './read';

const LONGEST = 1024;

/** What is wrong with an expression; `where` says whose it is. */
export function findRegexProblem(
  expression: string,
  where: string,
): string | undefined {
  if (expression.length > LONGEST) {
    return `"${where}": regex is too large, max length allowed is ${LONGEST}`;
  }
  const problem = findExpressionProblem(expression);
  return (
    problem &&
    `"${where}": ${problem}; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)`
  );
}

/** What is wrong with how a text is compared, if by an expression. */
export function findRegexMatchProblem(
  given: unknown,
  where: string,
): string | undefined {
  const regex = toMessage(given)?.regex;
  if (!isSet(regex)) return undefined;
  return regex === ''
    ? `"${where}": regex string match should not be empty`
    : findRegexProblem(toString(regex), where);
}

/** What is wrong with how a text is compared. */
export function findMatchProblem(
  given: unknown,
  where: string,
): string | undefined {
  const prefix = toMessage(given)?.prefix;
  return isSet(prefix) && prefix === ''
    ? `"${where}": prefix string match should not be empty`
    : findRegexMatchProblem(given, where);
}
