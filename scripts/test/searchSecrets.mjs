// Searches what a run of the product left for secrets that were planted in its
// configuration: `node searchSecrets.mjs FOLDER`.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

const HEAD = Buffer.from('SQLite format 3\0');

/** JSON Web Tokens; whoever holds one is signed in. */
const TOKEN = /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/g;

/** A text as it is, and in base64 at whatever place of a longer text. */
function formsOf(secret) {
  const shifted = [0, 1, 2].map(shift => {
    const text = Buffer.from(' '.repeat(shift) + secret).toString('base64');
    const first = Math.ceil((shift * 4) / 3);
    const last = Math.floor(((shift + secret.length) * 4) / 3);
    return text.slice(first, last);
  });
  const hex = Buffer.from(secret).toString('hex');
  return [...new Set([secret, hex, ...shifted])];
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return listFiles(path);
    }
    return entry.isFile() ? [path] : [];
  });
}

/** Every row of every table, as text. */
function* readRows(file) {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all();
    for (const { name } of tables) {
      const quoted = `"${String(name).replaceAll('"', '""')}"`;
      for (const row of database.prepare(`SELECT * FROM ${quoted}`).iterate()) {
        const values = Object.values(row).map(value =>
          value instanceof Uint8Array
            ? Buffer.from(value).toString('latin1')
            : String(value),
        );
        yield { table: name, text: values.join('\n') };
      }
    }
  } finally {
    database.close();
  }
}

class Search {
  #needles;
  hits = [];
  counts = { logs: 0, rows: 0, answers: 0, files: 0, bytes: 0 };

  constructor(canaries) {
    this.#needles = Object.entries(canaries).flatMap(([name, secret]) =>
      formsOf(secret).map(form => ({ name, form })),
    );
  }

  /** `text` may be a Buffer. */
  look(text, place, { tokens = false } = {}) {
    this.counts.bytes += text.length;
    for (const { name, form } of this.#needles) {
      if (text.includes(form)) {
        this.hits.push({ name, place });
      }
    }
    if (tokens && TOKEN.test(String(text))) {
      this.hits.push({ name: 'token', place });
    }
    TOKEN.lastIndex = 0;
  }

  lookIntoFile(path, place) {
    const bytes = readFileSync(path);
    this.counts.files += 1;
    if (place.endsWith('.log')) {
      this.counts.logs += 1;
      this.look(bytes, place, { tokens: true });
      return;
    }
    this.look(bytes, place);
    if (bytes.subarray(0, HEAD.length).equals(HEAD)) {
      for (const { table, text } of readRows(path)) {
        this.counts.rows += 1;
        this.look(text, `${place}, table ${table}`, { tokens: true });
      }
    }
  }

  lookIntoAnswers(path) {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line) {
        this.counts.answers += 1;
        const { url } = JSON.parse(line);
        // Whoever signs in is given a token: that is what it is for.
        const tokens = !/\/api\/auth\//.test(url);
        this.look(line, `answer of ${url}`, { tokens });
      }
    }
  }

  lookIntoFolder(folder) {
    const state = join(folder, 'state');
    for (const path of listFiles(state)) {
      this.lookIntoFile(path, relative(folder, path));
    }
    const answers = join(folder, 'answers');
    for (const path of existsSync(answers) ? listFiles(answers) : []) {
      this.lookIntoAnswers(path);
    }
  }
}

/** Plants every secret in every kind of place, and says what is not found. */
function listBlindSpots(canaries) {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-control-'));
  try {
    for (const name of ['state/logs', 'state/database', 'answers']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    const database = new DatabaseSync(join(folder, 'state/database/a.sqlite'));
    database.exec('CREATE TABLE rows (text TEXT)');
    const insert = database.prepare('INSERT INTO rows VALUES (?)');
    const planted = Object.entries(canaries).map(([name, secret], at) => {
      const base64 = Buffer.from(`${'x'.repeat(at)}:${secret}:`);
      return { name, text: `a ${secret} b`, base64: base64.toString('base64') };
    });
    // The parts of a token of nobody, put together here.
    const token = ['eyJhbGciOiJub25l', 'eyJzdWIiOiJub2JvZHk', 'x'.repeat(32)];
    planted.push({ name: 'token', text: token.join('.'), base64: '' });
    const log = [];
    const answers = [];
    for (const { text, base64 } of planted) {
      insert.run(`${text} ${base64}`);
      log.push(base64 || text);
      answers.push(JSON.stringify({ url: '/', text }));
    }
    database.close();
    writeFileSync(join(folder, 'state/logs/a.log'), log.join('\n'));
    writeFileSync(join(folder, 'answers/1.ndjson'), answers.join('\n'));
    const search = new Search(canaries);
    search.lookIntoFolder(folder);
    return planted.flatMap(({ name }) =>
      ['state/logs/a.log', 'table rows', 'answer of /']
        .filter(
          place =>
            !search.hits.some(
              hit => hit.name === name && hit.place.includes(place),
            ),
        )
        .map(place => `'${name}' in ${place}`),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `{ hits, counts, blind }`; `hits` says where, never what. */
export function searchSecrets(folder) {
  const canaries = JSON.parse(
    readFileSync(join(folder, 'canaries.json'), 'utf8'),
  );
  const search = new Search(canaries);
  search.lookIntoFolder(folder);
  const { hits, counts } = search;
  return {
    hits,
    counts,
    secrets: Object.keys(canaries).length,
    blind: listBlindSpots(canaries),
  };
}

function report({ hits, counts, secrets, blind }) {
  const { logs, rows, answers, files, bytes } = counts;
  const megabytes = (bytes / 1024 / 1024).toFixed(0);
  const lines = [
    `Searched ${megabytes} MB for ${secrets} planted secrets and for tokens: ${files} files (${logs} logs), ${rows} rows of databases, ${answers} answers`,
    ...blind.map(spot => `The search is blind: it does not find ${spot}`),
    ...hits.map(({ name, place }) => `Found '${name}' in ${place}`),
  ];
  const empty = [
    ['log', logs],
    ['row', rows],
    ['answer', answers],
  ].filter(([, count]) => count === 0);
  lines.push(...empty.map(([what]) => `There is no ${what} to search`));
  const failed = hits.length + blind.length + empty.length;
  lines.push(
    failed === 0 ? 'No secret was found, and each that was put there was' : '',
  );
  return { text: lines.filter(Boolean).join('\n'), failed };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { text, failed } = report(searchSecrets(process.argv[2]));
  process.stdout.write(`${text}\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
