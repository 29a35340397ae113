// What the build has put into the page beside the program: see docs/interactive-page.md.
import type { Parts } from './worker/messages';

/** The text of an element of the page by its name. */
export function embedded(id: string): string {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`The page is not complete: “${id}” is missing. Get the file once more.`);
  return text;
}

/** A part of the page, packed: raw deflate, of which the page has the base64. */
function packed(id: string): Blob {
  const text = embedded(id);
  return new Blob([Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (one) => one.charCodeAt(0))]);
}

const unpacked = (id: string): ReadableStream<Uint8Array<ArrayBuffer>> =>
  packed(id).stream().pipeThrough(new DecompressionStream('deflate-raw'));

/** A text that was packed. */
export const unpackedText = (id: string): Promise<string> => new Response(unpacked(id)).text();

/** A module that was packed: run, and what it exports. */
async function run(id: string): Promise<unknown> {
  await complete();
  const text = await unpackedText(id);
  return import(/* @vite-ignore */ URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
}

let more: Promise<typeof import('./later')> | null = null;

/** The editor and the room of the towers, unpacked when they are first asked for. */
export function later(): Promise<typeof import('./later')> {
  more ??= run('later') as Promise<typeof import('./later')>;
  return more;
}

let all: Promise<Parts> | null = null;
let compiled: Promise<WebAssembly.Module> | null = null;

/** What a Python is made of, for all machines. Packed, it takes no memory of this process. */
export function parts(): Promise<Parts> {
  all ??= complete().then(() => ({
    front: packed('python-front'),
    glue: packed('python-glue'),
    library: packed('python-library'),
    cache: packed('textbook-cache'),
    rooms: packed('rooms'),
    textbook: embedded('textbook'),
    lock: embedded('python-lock'),
  }));
  return all;
}

/** Python itself, compiled once for all machines, from the moment at which the browser has read so far. */
export function python(): Promise<WebAssembly.Module> {
  compiled ??= complete('python').then(() =>
    WebAssembly.compileStreaming(
      new Response(unpacked('python'), { headers: { 'Content-Type': 'application/wasm' } }),
    ),
  );
  return compiled;
}

/** The program runs before the browser has read the page to its end, or past this element. */
function complete(id?: string): Promise<void> {
  const reached = (): boolean =>
    document.readyState !== 'loading' || !!(id && document.getElementById(id)?.nextElementSibling);
  if (reached()) return Promise.resolve();
  return new Promise((done) => {
    const look = (): void => {
      if (!reached()) return;
      watch.disconnect();
      document.removeEventListener('readystatechange', look);
      done();
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true });
    document.addEventListener('readystatechange', look);
  });
}
