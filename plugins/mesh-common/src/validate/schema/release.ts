const STEP = 1000;

/**
 * The first two numbers of a version such as `1.29.6` as one number, which
 * can be compared.
 */
export function toRelease(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * STEP + minor;
}
