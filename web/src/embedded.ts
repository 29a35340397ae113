// What the build has put into the page beside the program: see docs/interactive-page.md.
import type { Files, Parts } from './worker/messages';

/** The text of an element of the page by its name. */
export function embedded(id: string): string {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`The page is not complete: “${id}” is missing. Get the file once more.`);
  return text;
}

/** A part of the page as it was before it was packed: base64 of raw deflate. */
function unpacked(id: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  const text = embedded(id);
  const packed = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  return new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
}

const text = (id: string): Promise<string> => new Response(unpacked(id)).text();

async function bytes(id: string): Promise<Uint8Array> {
  return new Uint8Array(await new Response(unpacked(id)).arrayBuffer());
}

function compiled(id: string): Promise<WebAssembly.Module> {
  const response = new Response(unpacked(id), { headers: { 'Content-Type': 'application/wasm' } });
  return WebAssembly.compileStreaming(response);
}

/** A module that was packed: run, and what it exports. */
async function run(id: string): Promise<unknown> {
  await complete();
  return import(
    /* @vite-ignore */ URL.createObjectURL(new Blob([await text(id)], { type: 'text/javascript' }))
  );
}

let more: Promise<typeof import('./later')> | null = null;

/** The editor and the room of the towers, unpacked when they are first asked for. */
export function later(): Promise<typeof import('./later')> {
  more ??= run('later') as Promise<typeof import('./later')>;
  return more;
}

let all: Promise<Parts> | null = null;

/** Everything that a Python is made of, unpacked once for all machines. */
export function parts(): Promise<Parts> {
  all ??= unpack();
  return all;
}

async function unpack(): Promise<Parts> {
  await complete();
  const [module, front, glue, library, cache, rooms] = await Promise.all([
    compiled('python'),
    text('python-front'),
    text('python-glue'),
    bytes('python-library'),
    bytes('textbook-cache'),
    text('rooms'),
  ]);
  const files = [embedded('textbook'), rooms].map((json) => JSON.parse(json) as Files);
  return {
    module,
    front,
    glue,
    library,
    lock: embedded('python-lock'),
    textbook: {
      texts: Object.assign({}, ...files.map((some) => some.texts)) as Files['texts'],
      binaries: Object.assign({}, ...files.map((some) => some.binaries)) as Files['binaries'],
    },
    cache,
  };
}

/** The program runs before the browser has read the page to its end, so that it can draw early. */
function complete(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((done) => document.addEventListener('DOMContentLoaded', () => done(), { once: true }));
}
