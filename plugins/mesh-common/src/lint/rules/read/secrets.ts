const names =
  /(password|passwd|secret|token|api[-_]?key|apikey|private[-_]?key|access[-_]?key|credential|authorization|authorisation)/i;
const shapes = [
  /^(Bearer|Basic) [A-Za-z0-9+/=._-]{8,}/,
  /^eyJ[A-Za-z0-9_-]{10,}\./,
  /^(ghp|gho|xox[bap]|sk|AKIA)[-_A-Za-z0-9]{12,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Whether a value that stands under a name is one to keep. */
export function looksSecret(name: string, value: string): boolean {
  if (shapes.some(shape => shape.test(value))) return true;
  return names.test(name) && value.length >= 8 && !/^\*|\*$/.test(value);
}

const ends =
  /(password|passwd|secret|token|api[-_]?key|private[-_]?key|access[-_]?key|credentials?)$/i;

/** Whether what stands under a name is a secret, and not about one. */
export function isSecretSetting(name: string, value: string): boolean {
  if (value === '' || value.includes('$(')) return false;
  if (/^(true|false|\d{1,6}[smhd]?)$/.test(value)) return false;
  return (
    ends.test(name) ||
    /^[a-z][a-z0-9+.-]{1,20}:\/\/[^/:@\s]{1,100}:[^/@\s]{1,200}@/.test(value)
  );
}
