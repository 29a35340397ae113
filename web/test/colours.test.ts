import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MEANINGS, PAPER, USES, paletteOf, styleSheet } from '../src/pipeline/colours';

const SRC = join(import.meta.dirname, '../src');
const TABLE = 'pipeline/colours.ts';
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(svelte|ts|css|html)$/.test(path) && path !== TABLE);
const text = (path: string): string => readFileSync(join(SRC, path), 'utf8');

test('no other file names a colour', () => {
  const literal =
    /#[0-9a-f]{3,8}\b(?!\()|\b(?:rgba?|hsla?|oklch)\(|['": ](?:white|black|red|orange|blue|green|gr[ae]y)['";]/gi;
  const found = files.flatMap((path) => [...text(path).matchAll(literal)].map(([one]) => `${path}: ${one}`));
  expect(found).toEqual([]);
});

test('every variable that a style uses is set somewhere', () => {
  const all = files.map(text).join('\n') + styleSheet();
  const set = new Set([...all.matchAll(/(--[\w-]+)(?:['"]?\s*:|=)/g)].map(([, name]) => name));
  const used = [...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
  expect(used.filter((name) => !set.has(name))).toEqual([]);
});

test('an error in the code has the colour of errors, not that of what is new', () => {
  const code = files.filter((path) => path.startsWith('code/'));
  expect(code.filter((path) => /var\(--new\)|\bc\.new\b/.test(text(path)))).toEqual([]);
  expect(text('code/editor.ts')).toContain("'underline wavy var(--wrong)'");
});

const linear = (colour: string): number[] =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });

/** As in WCAG: 1 to 21. */
function contrast(a: string, b: string): number {
  const light = (colour: string): number => {
    const [red, green, blue] = linear(colour) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  return Math.max(light(a), light(b)) / Math.min(light(a), light(b));
}

const THEMES = ['light', 'dark'] as const;

test.each(THEMES)('text can be read: %s', (theme) => {
  const c = paletteOf(theme);
  for (const ground of [c.page, c.panel])
    for (const name of ['ink', 'soft', 'new-ink', 'right-ink', 'wrong'] as const)
      expect(contrast(c[name], ground), name).toBeGreaterThanOrEqual(4.5);
  expect(contrast(c['on-same'], c.same)).toBeGreaterThanOrEqual(4.5);
});

test.each(THEMES)('whatever means something stands out from the page: %s', (theme) => {
  const c = paletteOf(theme);
  for (const name of [...Object.keys(MEANINGS), 'edge', 'focus'] as (keyof typeof c)[])
    expect(contrast(c[name], c.page), name).toBeGreaterThanOrEqual(3);
});

test.each(THEMES)('no two scores have one colour: %s', (theme) => {
  const c = paletteOf(theme);
  expect(new Set([c.new, c.likelihood, c.recall, c.precision]).size).toBe(4); // new: the raw anomaly
});

// Machado, Oliveira & Fernandes 2009, at full severity.
const EYES: Record<string, number[][]> = {
  trichromat: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanope: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranope: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanope: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}; // prettier-ignore

/** A colour as these eyes see it, in CIELAB. */
function seen(colour: string, eyes: number[][]): number[] {
  const rgb = eyes.map((row) => linear(colour).reduce((sum, one, at) => sum + one * row[at]!, 0));
  const [red, green, blue] = rgb.map((one) => Math.min(1, Math.max(0, one))) as [number, number, number];
  const [x, y, z] = [
    (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
    0.2126 * red + 0.7152 * green + 0.0722 * blue,
    (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
  ].map((one) => (one > 0.008856 ? Math.cbrt(one) : 7.787 * one + 16 / 116)) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test.each(Object.keys(EYES))('no two meanings look alike to a %s', (name) => {
  for (const theme of THEMES) {
    const all = Object.keys(MEANINGS) as (keyof typeof MEANINGS)[];
    all.forEach((one, at) =>
      all.slice(at + 1).forEach((other) => {
        const [a, b] = [one, other].map((own) => seen(paletteOf(theme)[own], EYES[name]!)) as [number[], number[]];
        const apart = Math.hypot(...a.map((value, axis) => value - b[axis]!));
        expect(apart, `${theme}: ${one} and ${other}`).toBeGreaterThan(10);
      }),
    );
  }
}); // prettier-ignore

test('every colour says what it means', () => {
  for (const [, , says] of Object.values({ ...MEANINGS, ...USES, ...PAPER })) expect(says).toMatch(/\w/);
});
