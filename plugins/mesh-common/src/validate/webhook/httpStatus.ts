/** What is wrong with a status of HTTP. */
export function findStatusProblem(status: number): string | undefined {
  return status < 200 || status > 600
    ? `HTTP status ${status} is not in range 200-599`
    : undefined;
}
