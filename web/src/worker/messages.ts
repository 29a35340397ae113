// What a machine on the page and its worker say to each other.
import type { Trouble } from '../protocol';

/** What a Python is made of. The page unpacks it once; every worker gets the same. */
export interface Parts {
  module: WebAssembly.Module; // Python itself, compiled
  front: string; // pyodide.mjs
  glue: string; // pyodide.asm.mjs
  lock: string; // what version all of it is
  library: Uint8Array; // Python's standard library and what else the textbook leans on, a zip
  textbook: Files;
  cache: Uint8Array; // the textbook as Python compiles it, a zip
}

/** Files for Python's own file system: text as text, the rest as base64. */
export interface Files {
  texts: Record<string, string>;
  binaries: Record<string, string>;
}

export type ToWorker =
  | { kind: 'start'; parts: Parts; memory: number } // bytes at most
  | { kind: 'ask'; line: string; limit: number | null }; // seconds; null: as long as it takes

export type FromWorker =
  | { kind: 'here' } // the worker listens
  | { kind: 'ready'; memory: number }
  | { kind: 'print'; text: string }
  | { kind: 'answer'; line: string; memory: number }
  | { kind: 'broken'; trouble: Trouble }; // this Python is of no more use
