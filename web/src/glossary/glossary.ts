// The standard terms and what they mean, read from the project's own glossary when the page is built.
import text from '../../../docs/glossary.md?raw';

export interface Entry {
  term: string; // as the glossary writes it, without its code marks
  says: string;
}

/** One row of a table in Markdown as its cells, without the marks for code and emphasis. */
function cells(row: string): string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.replace(/[`*]/g, '').trim());
}

/** The names that a row may be asked for by: "SDR, sparse distributed representation" has two. */
function names(term: string): string[] {
  const plain = term.replace(/\s*\(.*?\)/g, '');
  return [term, plain, ...plain.split(',')].map(key).filter(Boolean);
}

/** Upper and lower case, and one or many, are the same word. */
function key(word: string): string {
  const small = word.trim().toLowerCase();
  return small.replace(/(?<=[a-z]{3})(?<!s)s$/, '');
}

/** The glossary's tables as {name: entry}; the first table that says a name is the one that counts. */
export function parse(markdown: string): Map<string, Entry> {
  const found = new Map<string, Entry>();
  let meaning = -1; // which column says it
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) {
      meaning = -1;
      continue;
    }
    const row = cells(line);
    const head = row.findIndex((cell) => /^(In one sentence|What it is)/.test(cell));
    if (head >= 0) {
      meaning = head;
      continue;
    }
    const says = row[meaning];
    const term = row[0];
    if (!says || !term || /^-+$/.test(says)) continue;
    for (const name of names(term)) if (!found.has(name)) found.set(name, { term, says });
  }
  return found;
}

const ENTRIES = parse(text);

/** What a word means, or null where the glossary does not have it. */
export function meaning(word: string): Entry | null {
  return ENTRIES.get(key(word)) ?? null;
}
