// The licences of everything that the page carries, as one text.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, LIBRARIES, MODULES, ROOT, text, WEB } from './paths.ts';

interface Package {
  version: string;
  license?: string;
  homepage?: string;
  repository?: string | { url?: string };
}

/** Packages of which code is in the page: those that the program imports, and Pyodide. */
export function packagesOf(moduleIds: Iterable<string>): string[] {
  const found = new Set(['pyodide']);
  for (const id of moduleIds) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1];
    if (name) found.add(name);
  }
  return [...found].sort();
}

export function licences(packages: string[]): string {
  const own = ['HTM-Teacher', 'AGPL-3.0-only', 'https://www.gnu.org/licenses/', text(ROOT, 'LICENSE')];
  const all = [own, ...packages.map(ofPackage), ofPython(), ofNative(), ofDateutil()];
  return all
    .map(([name, kind, where, words]) => `${name}\n${kind}. ${where}\n\n${words?.trim()}\n`)
    .join(RULE);
}

const RULE = `\n${'='.repeat(80)}\n\n`;

function ofPackage(name: string): string[] {
  const folder = join(MODULES, name);
  const { version, license, homepage, repository } = JSON.parse(text(folder, 'package.json')) as Package;
  const source = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const kept = join('build', 'licences', `${name.replaceAll('/', '-')}.txt`); // where a package forgot its own
  return [
    `${name} ${version}`,
    license ?? '',
    homepage ?? source.replace(/^git\+/, ''),
    file ? text(folder, file) : text(WEB, kept),
  ];
}

function ofPython(): string[] {
  const words = text(WEB, 'build', 'licences', 'python.txt');
  return [
    'Python 3.14 and its standard library',
    'Python Software Foundation License 2',
    'https://www.python.org/',
    words,
  ];
}

function ofNative(): string[] {
  const words = text(WEB, 'build', 'licences', 'native.txt');
  return ['Libraries inside Pyodide', 'MIT, BSD, zlib and others', 'https://pyodide.org/', words];
}

function ofDateutil(): string[] {
  const paths = filesIn(LIBRARIES);
  const about = paths.find((path) => /^python_dateutil-.*\/METADATA$/.test(path)) ?? '';
  const words = paths.find((path) => /^python_dateutil-.*\/licenses\/LICENSE$/.test(path)) ?? '';
  const version = /^Version: (.*)$/m.exec(text(LIBRARIES, about))?.[1];
  const where = 'https://dateutil.readthedocs.io/';
  return [`python-dateutil ${version}`, 'Apache-2.0 or BSD-3-Clause', where, text(LIBRARIES, words)];
}
