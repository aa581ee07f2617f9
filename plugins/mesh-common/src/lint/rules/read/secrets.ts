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
  return names.test(name) && value.length >= 6 && !/^\*|\*$/.test(value);
}

/** Whether a name promises a secret. */
export function namesSecret(name: string): boolean {
  return names.test(name);
}
