import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { claimFolder } from './claimFolder';

describe('the folder of a cluster', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'claim-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const leaveMark = (text: string) =>
    writeFileSync(join(claimFolder(folder), 'pid'), text);

  it('is refused while another process uses it', () => {
    leaveMark(String(process.ppid));

    expect(() => claimFolder(folder)).toThrow(
      `in use by process ${process.ppid}; stop that one, or choose another folder with --state`,
    );
  });

  it.each([
    ['of a process that is gone', () => String(spawnSync('true').pid)],
    ['that nobody came to write', () => ''],
    ['that is no number', () => 'x'],
  ])('is taken over from a mark %s', (_what, text) => {
    leaveMark(text());

    expect(existsSync(join(claimFolder(folder), 'pid'))).toBe(true);
  });
});
