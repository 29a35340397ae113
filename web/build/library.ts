// Python's side of the page: the textbook as it is, a smaller standard library, the stored first run.
// All of it is made by the very Python that is embedded, so that it is the same on every machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { loadPyodide as LoadPyodide, PyodideInterface } from 'pyodide';
import type { Files } from '../src/worker/messages.ts';
import { filesIn, LIBRARIES, PACKAGE, PYODIDE, text, WEB } from './paths.ts';

/** What the page carries of the package: whole rooms, but for a long series and for studies that it never shows. */
const ROOMS = /^(core|keep|series|study|page)\//;
const TOP = new Set(['__init__.py', 'build.py', 'extras.py', 'interruption.py']);
const STUDIES =
  '__init__|anomalies|choices|columns|dates|encoder_notes|encoding|far_out|naive|pace|plain_numbers|readout|run|season|table';
const NOT = new RegExp(`^(series/data/sea\\.csv\\.gz|keep/lock\\.py|study/(?!(${STUDIES})\\.py$).*)$`);

/** Files and folders of the standard library that nothing on a page can be of use for. */
const LEFT_OUT = `
  __hello__ __phello__ _aix_support _android_support _apple_support _ios_support _markupbase _osx_support
  _pydatetime _pyio _pyrepl antigravity argparse asyncio/__main__ asyncio/proactor_events asyncio/tools
  asyncio/windows_events asyncio/windows_utils bdb cProfile cmd code compileall concurrent/futures/process
  configparser ctypes/_aix ctypes/macholib ctypes/util ctypes/wintypes curses dateutil/easter dateutil/rrule
  dateutil/tz/win dateutil/tzwin dateutil/zoneinfo dbm doctest email ensurepip filecmp fileinput ftplib
  getopt getpass graphlib hmac html http idlelib imaplib importlib/metadata ipaddress lib2to3 logging/config
  logging/handlers mailbox mimetypes modulefinder multiprocessing netrc nturl2path optparse pdb pickletools
  platform plistlib poplib profile pstats pty py_compile pyclbr pydoc pydoc_data rlcompleter sched shelve
  smtplib socketserver sqlite3 sre_compile sre_constants sre_parse stringprep symtable tabnanny tarfile this
  tomllib trace tracemalloc tty unittest urllib/error urllib/request urllib/response urllib/robotparser uuid
  venv wave webbrowser wsgiref xml xmlrpc zipapp
`;
/** Encodings that stay: those of texts, and cp437, of the names of files in a zip such as an old snapshot. */
const LETTERS =
  'aliases ascii charmap cp1252 cp437 latin_1 raw_unicode_escape unicode_escape utf_16 utf_16_be \
  utf_16_le utf_32 utf_32_be utf_32_le utf_7 utf_8 utf_8_sig __init__'.split(/\s+/);

export interface Made {
  textbook: Files;
  library: Uint8Array; // the standard library with python-dateutil, a zip
  cache: Uint8Array; // the textbook as Python compiles it, a zip
  firstRun: string; // JSON
}

/** The files of the package that the page carries, as paths from the package. */
export function textbookFiles(): string[] {
  return filesIn(PACKAGE).filter((path) => (ROOMS.test(path) || TOP.has(path)) && !NOT.test(path));
}

function collected(folder: string, paths: string[], under: string): Files {
  const files: Files = { texts: {}, binaries: {} };
  for (const path of paths) {
    const data = readFileSync(join(folder, path));
    const where = under + path;
    if (/\.(py|csv|md|txt|json)$/.test(path)) files.texts[where] = data.toString('utf8');
    else files.binaries[where] = data.toString('base64');
  }
  return files;
}

function dateutil(): Record<string, string> {
  const paths = filesIn(LIBRARIES).filter((path) => path.startsWith('dateutil/') && path.endsWith('.py'));
  if (!paths.length) throw new Error('python-dateutil is not in web/node_modules/.python: run `make page`.');
  return collected(LIBRARIES, paths, '').texts;
}

async function started(): Promise<PyodideInterface> {
  const { loadPyodide } = (await import(
    /* @vite-ignore */ pathToFileURL(join(PYODIDE, 'pyodide.mjs')).href
  )) as {
    loadPyodide: typeof LoadPyodide;
  };
  const env = { PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' };
  return loadPyodide({ indexURL: PYODIDE, env, stdout: () => undefined });
}

function write(python: PyodideInterface, folder: string, files: Files): void {
  const all = [...Object.entries(files.texts), ...Object.entries(files.binaries)];
  for (const [path, content] of all) {
    const full = `${folder}/${path}`;
    python.FS.mkdirTree(full.slice(0, full.lastIndexOf('/')));
    python.FS.writeFile(full, path in files.texts ? content : Buffer.from(content, 'base64'));
  }
}

const PATHS = 'import sys; sys.path[:0] = ["/textbook", "/libraries"]';
const FIRST_RUN = `
import runpy, sys
sys.argv = ["first_run", "/first_run.json"]
try:
    runpy.run_module("htm_teacher.page.first_run", run_name="__main__")
except SystemExit as end:
    if end.code:
        raise
open("/first_run.json", encoding="utf-8").read()
`;
/** The files in a place that were imported. */
const imported = (place: string): string => `
import sys
files = (getattr(module, "__file__", None) or "" for module in list(sys.modules.values()))
"\\n".join(sorted({file.removeprefix("${place}") for file in files if file.startswith("${place}")}))
`;

export async function make(): Promise<Made> {
  const textbook = collected(PACKAGE, textbookFiles(), 'htm_teacher/');
  const libraries = dateutil();

  const first = await started();
  write(first, '/textbook', textbook);
  write(first, '/libraries', { texts: libraries, binaries: {} });
  first.runPython(PATHS);
  first.runPython(text(WEB, 'build', 'exercise.py'));
  first.runPython(text(WEB, 'src', 'worker', 'start.py'));
  const [core, more, chapters] = ['/lib/python314.zip/', '/libraries/', '/textbook/'].map((place) =>
    (first.runPython(imported(place)) as string).split('\n'),
  );
  const firstRun = first.runPython(FIRST_RUN) as string;

  const second = await started(); // one that has done nothing else, so that it compiles the same each time
  second.FS.writeFile('/library.zip', readFileSync(join(PYODIDE, 'python_stdlib.zip')));
  second.runPython(text(WEB, 'build', 'compile.py'));
  const given = { core, more, chapters, left_out: leftOut(), libraries, texts: textbook.texts };
  for (const [name, value] of Object.entries(given)) second.globals.set(name, second.toPy(value));
  const zip = (code: string): Uint8Array => (second.runPython(code) as { toJs(): Uint8Array }).toJs();
  return {
    textbook,
    library: zip('trimmed("/library.zip", {*core, *more}, set(left_out), libraries)'),
    cache: zip('cached(chapters, texts)'),
    firstRun,
  };
}

function leftOut(): string[] {
  const zip = readFileSync(join(PYODIDE, 'python_stdlib.zip')).toString('latin1');
  const encodings = new Set([...zip.matchAll(/encodings\/(\w+)\.py/g)].map((one) => one[1] as string));
  const strange = [...encodings].filter((name) => !LETTERS.includes(name)).sort();
  return [...LEFT_OUT.trim().split(/\s+/), ...strange.map((name) => `encodings/${name}`)];
}
