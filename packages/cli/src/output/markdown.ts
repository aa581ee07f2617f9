/**
 * Markdown for the comment of a pull request. Whatever the content, it
 * cannot end a table, mention people, make links or become HTML.
 */
const SPECIAL = /[\\`*_[\]<>|~@&#$!]/g;
/** Colons of addresses and of emojis, and what looks like a host. */
const LINKS = /:(?=\/\/|[a-z+][\w+-]{0,40}:)|(?<=www)\./gi;

/** What GitHub and Azure DevOps take in one comment, with some room. */
const LIMIT = 60_000;

/** Plain text inside a cell or a sentence. */
export function escapeText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(SPECIAL, toEntity)
    .replace(LINKS, toEntity);
}

function toEntity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}

/** Text in a fixed font. */
export function code(text: string): string {
  return `<code>${escapeText(text)}</code>`;
}

export function table(
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}

/** A part that is closed until somebody opens it. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A comment that a later run can find again by its first line. */
export function comment(
  command: string,
  parts: ReadonlyArray<string | undefined>,
): string {
  const shown: string[] = [`<!-- meshwright:${command} -->`];
  let size = shown[0]?.length ?? 0;
  const present = parts.filter(part => part !== undefined && part !== '');
  for (const [index, part = ''] of present.entries()) {
    size += part.length + 2;
    if (size > LIMIT) {
      const left = present.length - index;
      shown.push(
        `_${left} more parts do not fit into a comment; the log of the job has them._`,
      );
      break;
    }
    shown.push(part);
  }
  return `${shown.join('\n\n')}\n`;
}

const ROWS = 100;

/** At most a hundred rows, and how many there are besides. */
export function limitedTable(
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): string {
  const shown = table(head, rows.slice(0, ROWS));
  const rest = rows.length - ROWS;
  return rest > 0 ? `${shown}\n\n_… and ${rest} more._` : shown;
}
