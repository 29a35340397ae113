// Where everything is, and how it is read: always as text with "\n", always in the same order.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const WEB = fileURLToPath(new URL('..', import.meta.url));
export const ROOT = join(WEB, '..');
export const PACKAGE = join(ROOT, 'src', 'htm_teacher');
export const MODULES = join(WEB, 'node_modules');
export const PYODIDE = join(MODULES, 'pyodide');
export const LIBRARIES = join(MODULES, '.python'); // put there by pip: see the Makefile

const MADE = new Set(['node_modules', 'dist', '__pycache__', '.DS_Store']);

/** All files in a folder, as paths from it with "/", sorted; nothing that was made from others. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => MADE.has(part)))
    .sort();
}

export const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');

export const sha256 = (data: string | Uint8Array, as: 'hex' | 'base64' = 'hex'): string =>
  createHash('sha256').update(data).digest(as);
