const STEP = 1000;

/**
 * The first two numbers of a version such as `1.29.6` as one number, which
 * can be compared.
 */
export function toRelease(version: string): number {
  const dot = version.indexOf('.');
  if (dot < 0) return Number(version) * STEP;
  const end = version.indexOf('.', dot + 1);
  const minor = version.slice(dot + 1, end < 0 ? undefined : end);
  return Number(version.slice(0, dot)) * STEP + Number(minor);
}
