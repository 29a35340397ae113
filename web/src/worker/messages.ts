// What a machine on the page and its worker say to each other.
import type { Trouble } from '../protocol';

/** What a Python is made of, besides the compiled module. Every worker unpacks it for itself: what is packed is raw deflate. */
export interface Parts {
  front: Blob; // pyodide.mjs, packed
  glue: Blob; // pyodide.asm.mjs, packed
  lock: string; // what version all of it is
  library: Blob; // Python's standard library and what else the textbook leans on, a packed zip
  textbook: string; // Files as JSON
  rooms: Blob; // more Files as JSON, packed
  cache: Blob; // the textbook as Python compiles it, a packed zip
}

/** Files for Python's own file system: text as text, the rest as base64. */
export interface Files {
  texts: Record<string, string>;
  binaries: Record<string, string>;
}

export type ToWorker =
  | { kind: 'start'; parts: Parts; memory: number } // bytes at most
  | { kind: 'module'; module: WebAssembly.Module } // Python itself, compiled; before the start or after it
  | { kind: 'ask'; line: string; limit: number | null }; // seconds; null: as long as it takes

export type FromWorker =
  | { kind: 'ready'; memory: number }
  | { kind: 'print'; text: string }
  | { kind: 'answer'; line: string; memory: number }
  | { kind: 'broken'; trouble: Trouble }; // this Python is of no more use
