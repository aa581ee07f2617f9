import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const page = join(
  dirname(require.resolve('../../../package.json')),
  'docs/concepts/failure.md',
);
const promises = [
  ...readFileSync(page, 'utf8').matchAll(/\[`([^`]+)`\]\(([^)]+)\)/g),
].map(([, title = '', path = '']) => [title, path] as const);

it('promises something', () => {
  expect(promises.length).toBeGreaterThan(20);
});

it.each(promises)('is shown by "%s" in %s', (title, path) => {
  const file = join(dirname(page), path);

  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(title);
});
