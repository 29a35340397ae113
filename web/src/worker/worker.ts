// A Python in a worker: gets its parts by message, then answers line after line.
//
// This file becomes the text of a data: address, because that is the one way to start a module worker
// from a page that was opened as a file. So it is small; everything big is sent to it.
import type { loadPyodide as LoadPyodide, PyodideInterface } from 'pyodide';
import type { Trouble } from '../protocol';
import type { Files, FromWorker, Parts, ToWorker } from './messages';
import start from './start.py?raw';

const ELSEWHERE = 'https://nowhere.invalid/'; // Pyodide wants an address; all that it asks there is answered here
const RESERVE = 32 * 2 ** 20; // bytes: for telling that there was no more memory
const TRIES = 6; // for one small object: Python asks in two ways, and each asks for much, for less, for the least
const PRINTED = 1000; // lines of output passed on for one command, at most

const tell = (message: FromWorker): void => postMessage(message);

let compiled: (module: WebAssembly.Module) => void;
const python = new Promise<WebAssembly.Module>((done) => (compiled = done));
let answer: ((line: string) => string) | null = null;
let deadline = Infinity;
let looks = 0;
let interruptible: (yes: boolean) => void = () => undefined;
let printed = 0;
let most = Infinity; // bytes
let refused = 0; // times in a row
let memory: WebAssembly.Memory | null = null;

/** Lets Python's memory grow up to a limit; beyond it Python itself raises MemoryError, and has a reserve to do so. */
function limitMemory(): void {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    const limit = refused < TRIES ? most : most + RESERVE;
    if (this.buffer.byteLength + pages * 65536 > limit) {
      refused += 1;
      throw new RangeError('No more memory for Python.');
    }
    if (refused < TRIES) refused = 0;
    return grow.call(this, pages);
  };
}

function unpacked(part: Blob): Response {
  return new Response(part.stream().pipeThrough(new DecompressionStream('deflate-raw')));
}

/** Everything that Pyodide would load is here already. */
function serve(parts: Parts): void {
  const library = unpacked(parts.library).arrayBuffer();
  self.fetch = async (address): Promise<Response> =>
    new Response(String(address).endsWith('.zip') ? await library : null);
  const instantiate = async (_response: unknown, imports: WebAssembly.Imports) => {
    const module = await python;
    const instance = await WebAssembly.instantiate(module, imports);
    memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory) ?? null;
    return { module, instance };
  };
  WebAssembly.instantiateStreaming = instantiate as typeof WebAssembly.instantiateStreaming;
}

async function imported(part: Blob): Promise<Record<string, unknown>> {
  const text = await unpacked(part).text();
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try {
    return (await import(/* @vite-ignore */ address)) as Record<string, unknown>;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function write(python: PyodideInterface, folder: string, files: Files): void {
  const put = (path: string, content: string | Uint8Array): void => {
    const full = `${folder}/${path}`;
    python.FS.mkdirTree(full.slice(0, full.lastIndexOf('/')));
    python.FS.writeFile(full, content);
  };
  for (const [path, text] of Object.entries(files.texts)) put(path, text);
  for (const [path, data] of Object.entries(files.binaries)) put(path, bytes(data));
}

/** Python looks here again and again: the number 2 is a Ctrl-C. Code that swallows it gets another. */
const interruption = {
  get 0(): number {
    looks = (looks + 1) & 63; // asking for the time takes longer than what Python does between two looks
    if (looks || performance.now() < deadline) return 0;
    deadline = performance.now() + 300;
    return 2;
  },
  set 0(_: number) {},
};

function print(text: string): void {
  printed += 1;
  if (printed <= PRINTED) tell({ kind: 'print', text });
}

async function begin(parts: Parts, limit: number): Promise<void> {
  most = limit;
  limitMemory();
  serve(parts);
  const [front, glue, rooms, cache] = await Promise.all([
    imported(parts.front),
    imported(parts.glue),
    unpacked(parts.rooms).text(),
    unpacked(parts.cache).arrayBuffer(),
  ]);
  const loadPyodide = front['loadPyodide'] as typeof LoadPyodide;
  const pyodide = await loadPyodide({
    indexURL: ELSEWHERE,
    packageBaseUrl: ELSEWHERE,
    lockFileContents: parts.lock,
    createPyodideModule: glue['default'],
    env: { PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' },
    stdout: print,
    stderr: print,
  } as Parameters<typeof loadPyodide>[0]);
  for (const files of [parts.textbook, rooms]) write(pyodide, '/textbook', JSON.parse(files) as Files);
  pyodide.unpackArchive(cache, 'zip', { extractDir: '/textbook' });
  answer = pyodide.runPython(start) as (line: string) => string;
  // Looking makes Python less than half as fast, so it looks only where there is a time limit.
  interruptible = (yes) =>
    pyodide.setInterruptBuffer((yes ? interruption : undefined) as unknown as Uint8Array);
  tell({ kind: 'ready', memory: memory?.buffer.byteLength ?? 0 });
}

function respond(line: string, limit: number | null): void {
  if (!answer) throw new Error('Asked before Python was ready.');
  printed = 0;
  deadline = limit === null ? Infinity : performance.now() + limit * 1000;
  interruptible(limit !== null);
  const said = answer(line);
  deadline = Infinity;
  if (said.startsWith('{"broken"')) {
    tell({ kind: 'broken', trouble: (JSON.parse(said) as { broken: Trouble }).broken });
  } else tell({ kind: 'answer', line: said, memory: memory?.buffer.byteLength ?? 0 });
}

function failed(error: unknown): void {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const first = message.trim().split('\n').at(-1) ?? message;
  tell({ kind: 'broken', trouble: { kind: name, message: first, path: null, line: null, trace: message } });
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>): Promise<void> => {
  try {
    if (data.kind === 'start') await begin(data.parts, data.memory);
    else if (data.kind === 'module') compiled(data.module);
    else respond(data.line, data.limit);
  } catch (error) {
    failed(error);
  }
};
