// Raw deflate by Zopfli, which takes a minute for Python itself; so what was packed once is kept.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { MODULES, sha256 } from './paths.ts';

interface Zopfli {
  deflate(
    data: Uint8Array,
    options: { numiterations: number },
    done: (error: unknown, out: Uint8Array) => void,
  ): void;
}

const CACHE = join(MODULES, '.cache', 'page');
const ITERATIONS = 5; // more make it no smaller that counts

/** Base64 of the packed data. Quick: by zlib, for trying things out. */
export async function packed(data: string | Uint8Array, quick = false): Promise<string> {
  const bytes =
    typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.length);
  const small = quick ? deflateRawSync(bytes, { level: 9 }) : await zopfli(bytes);
  return Buffer.from(small).toString('base64');
}

async function zopfli(bytes: Buffer): Promise<Uint8Array> {
  const kept = join(CACHE, `${sha256(bytes)}-${ITERATIONS}`);
  try {
    const found = readFileSync(kept);
    if (inflateRawSync(found).equals(bytes)) return found;
  } catch {
    // not packed yet, or damaged: pack it
  }
  const library = createRequire(import.meta.url)('@gfx/zopfli') as Zopfli;
  const small = await new Promise<Uint8Array>((done, fail) =>
    library.deflate(bytes, { numiterations: ITERATIONS }, (error, out) =>
      error ? fail(error as Error) : done(out),
    ),
  );
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(kept, small);
  return small;
}
