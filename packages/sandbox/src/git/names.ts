const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Whether a text may be an organization or repository, and so a folder. */
export function isName(text: string): boolean {
  return (
    NAME.test(text) && !text.includes('..') && !/\.(git|lock)$/i.test(text)
  );
}

/** Whether a text may be a branch, tag or commit; one path segment. */
export function isRef(text: string): boolean {
  return NAME.test(text) && !text.includes('..') && !text.endsWith('.lock');
}

/** Whether a text is a plain relative path; the empty path is the root. */
export function isFilePath(text: string): boolean {
  return (
    text === '' ||
    (!/[\p{Cc}"\\]/u.test(text) &&
      text
        .split('/')
        .every(
          part => !['', '.', '..'].includes(part) && !/^\.git$/i.test(part),
        ))
  );
}
