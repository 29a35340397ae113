// Puts everything into one HTML file.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { styleSheet } from '../src/pipeline/colours.ts';
import type { Files } from '../src/worker/messages.ts';
import { packed } from './deflate.ts';
import { make, textbookFiles } from './library.ts';
import { licences, packagesOf } from './licences.ts';
import { oneModule } from './module-text.ts';
import { filesIn, MODULES, PYODIDE, ROOT, sha256, text, WEB } from './paths.ts';

const LARGEST = 9e6; // bytes
const CHECKS = /^(test\/|eslint\.|vitest\.)/; // files that look at the page's sources and are not of them
const TEXTBOOK = /\/(core|keep)\//;

interface Program {
  code: string;
  later: string; // what of it is run only when asked for
  style: string;
  modules: string[]; // files that it was made from
}

/** `out`: where to. `quick`: larger, but built in no time. */
export function page({ out, quick }: { out: string; quick: boolean }): Plugin {
  return {
    name: 'page',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const outputs = Object.values(bundle);
      const chunks = outputs.filter((one) => one.type === 'chunk');
      const [chunk, ...more] = chunks;
      if (!chunk || more.length) this.error('The program has to be one file.');
      const styles = outputs.filter((one) => one.type === 'asset' && one.fileName.endsWith('.css'));
      const style = styles.map((one) => ('source' in one ? String(one.source) : '')).join('\n');
      for (const name of Object.keys(bundle)) delete bundle[name];
      const later = await oneModule(join(WEB, 'src', 'later.ts'));
      const files = [...this.getModuleIds()].map((id) => id.replace(/\?.*/, ''));

      const html = await assembled(
        { code: chunk.code, later: later.code, style, modules: [...files, ...later.modules] },
        quick,
      );
      const size = Buffer.byteLength(html);
      if (size > LARGEST && !quick) this.error(`The page has ${size} bytes, more than ${LARGEST}.`);
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(`${out}.part`, html);
      renameSync(`${out}.part`, out); // whoever opens it meanwhile sees the whole old or the whole new one
      console.log(`${basename(out)}: ${(size / 1e6).toFixed(2)} MB`);
    },
  };
}

export async function assembled(program: Program, quick: boolean): Promise<string> {
  const made = await make();
  const loader = text(WEB, 'build', 'loader.js');
  const embed = (data: string | Uint8Array): Promise<string> => packed(data, quick);
  const file = (name: string): Buffer => readFileSync(join(PYODIDE, name));
  const { info } = JSON.parse(text(PYODIDE, 'pyodide-lock.json')) as { info: unknown };
  const [textbook, rooms] = apart(made.textbook);
  const parts: Record<string, string> = {
    policy: policy(loader),
    lead: text(WEB, 'src', 'lead.html').trim(),
    style: plainStyle(`${styleSheet()}\n${program.style.trim()}`),
    program: await embed(withFirstRun(program.code, made.firstRun)),
    later: await embed(program.later),
    page: loader,
    textbook: data(JSON.stringify(textbook)),
    rooms: await embed(JSON.stringify(rooms)),
    'textbook-cache': await embed(made.cache),
    'python-lock': data(JSON.stringify({ info, packages: {} })),
    'python-front': await embed(file('pyodide.mjs')),
    'python-glue': await embed(file('pyodide.asm.mjs')),
    'python-library': await embed(made.library),
    python: await embed(file('pyodide.asm.wasm')),
    licences: await embed(licences(packagesOf(program.modules))),
    'sources-hashes': data(JSON.stringify(hashes(program.modules), null, 1)),
  };
  return text(WEB, 'index.html').replace(/\{\{([\w-]+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

/** The textbook, which can be read in the file itself, and the rooms around it, which are packed. */
function apart(files: Files): [Files, Files] {
  const chosen = (wanted: boolean): Files => {
    const of = (group: Record<string, string>): Record<string, string> =>
      Object.fromEntries(Object.entries(group).filter(([path]) => TEXTBOOK.test(path) === wanted));
    return { texts: of(files.texts), binaries: of(files.binaries) };
  };
  return [chosen(true), chosen(false)];
}

/** The program brings the stored first run with it: so it is packed with it, and there when it begins. */
function withFirstRun(code: string, run: string): string {
  return `document.getElementById('first-run').textContent = ${JSON.stringify(run.trim())};\n${code}`;
}

// The page is nothing but ASCII: a browser keeps each character of it in one byte. With a single other character
// in the file, each takes two.

/** JSON that an HTML parser sees nothing in. */
const data = (json: string): string =>
  json.trim().replace(/[<\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A style sheet that an HTML parser sees no end in. */
const plainStyle = (css: string): string =>
  css
    .replaceAll('</style', '<\\/style')
    .replace(/[\u0080-\u{10ffff}]/gu, (one) => `\\${one.codePointAt(0)?.toString(16)} `);

/** Only the loader may run, and what it unpacks; and nobody may be asked for anything. */
function policy(loader: string): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${sha256(loader, 'base64')}' 'wasm-unsafe-eval' blob: data:`,
    'worker-src data:',
    'connect-src blob: data:',
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** SHA-256 of every file of the project that this page is made from. */
function hashes(modules: string[]): Record<string, string> {
  const own = modules
    .filter((path) => path.startsWith(ROOT) && !path.startsWith(MODULES))
    .map((path) => relative(ROOT, path).split(sep).join('/'));
  const web = filesIn(WEB)
    .filter((path) => !CHECKS.test(path))
    .map((path) => `web/${path}`);
  const textbook = textbookFiles().map((path) => `src/htm_teacher/${path}`);
  const all = [...new Set([...web, ...textbook, ...own, 'LICENSE'])].sort();
  return Object.fromEntries(all.map((path) => [path, sha256(readFileSync(join(ROOT, path)))]));
}
