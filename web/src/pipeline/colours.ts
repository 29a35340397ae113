// The page's only table of colours: what each means, in light and in dark. Every picture, chart and style takes its
// colours from here; the build writes them into the style sheet, as --name. After Okabe & Ito 2008, "Color Universal
// Design", as in the package's plots: whoever does not see hues tells them apart by lightness, and by shapes.

/** What a colour stands for, in light and in dark. */
type Meaning = readonly [light: string, dark: string, says: string];

export const MEANINGS = {
  same: [
    '#0072b2',
    '#56b4e9',
    'predicted and active; a bit that is kept or shared; recall, the part that is so',
  ],
  new: ['#d55e00', '#ff8c42', 'active, not predicted: bursting; a bit that is new; the anomaly'],
  next: ['#008c66', '#35c79d', 'predictive: predicted for the next step; the forecast'],
  gone: ['#8a96a1', '#66747f', 'predicted, not active; what is not there'],
  active: [
    '#1c2733',
    '#eaf0f5',
    'active, in charts of all columns; a frame: predicted column; in space, a winner cell',
  ],
  asked: [
    '#b0478f',
    '#ee9bcb',
    'what is asked about; a connected synapse; what differs from what it is compared with',
  ],
  second: ['#705d00', '#f0e442', 'the second run'],
  precision: ['#7a2be0', '#a95cff', 'precision: the part of the predicted columns that became active'],
  wrong: ['#98001c', '#ff6b6b', 'an error; with a sign beside it'],
} as const satisfies Record<string, Meaning>;

/** Names for a use of a meaning above: the colour is the same because what it says is. */
export const USES = {
  recall: MEANINGS.same, // the part of the active columns that is blue; the rest is the raw anomaly
  likelihood: MEANINGS.active,
  right: MEANINGS.next, // a forecast or an answer that is right, a task that is done: with a tick beside it
} as const satisfies Record<string, Meaning>;

/** Paper and ink. */
export const PAPER = {
  page: ['#ffffff', '#11171e', 'the page'],
  panel: ['#f6f8fa', '#19212a', 'what stands apart from it'],
  ink: ['#1c2733', '#eaf0f5', 'text'],
  soft: ['#56636f', '#9fadba', 'text of less weight'],
  faint: ['#dde3e8', '#2b3641', 'a line between parts'],
  edge: ['#76838f', '#7d8b98', 'an edge; a value in a chart'],
  off: ['#eaeef2', '#212b35', 'a bit that is off, a cell that is not active'],
  training: ['#f0f4f8', '#18212b', 'behind the steps of training'],
  testing: ['#fff7e2', '#2b2517', 'behind the steps of testing'],
  'new-ink': ['#b34e00', '#ff8c42', 'text in the colour of new'],
  'right-ink': ['#007a59', '#35c79d', 'text in the colour of right'],
  focus: ['#0072b2', '#8fd0f7', 'around what has the focus'],
  'on-same': ['#ffffff', '#0a1016', 'text on same'],
  shade: ['#1c273324', '#00000080', 'a shadow'],
  backdrop: ['#00000073', '#00000073', 'behind a dialog'],
} as const satisfies Record<string, Meaning>;

const ALL: Record<string, Meaning> = { ...MEANINGS, ...USES, ...PAPER };

export type Palette = Record<keyof typeof MEANINGS | keyof typeof USES | keyof typeof PAPER, string>;

/** The colours of a theme, by name. */
export function paletteOf(theme: 'light' | 'dark'): Palette {
  const which = theme === 'light' ? 0 : 1;
  return Object.fromEntries(Object.entries(ALL).map(([name, own]) => [name, own[which]])) as Palette;
}

/** The same as a style sheet; before the program has set a theme it is the system's. */
export function styleSheet(): string {
  const all = (theme: 'light' | 'dark') =>
    Object.entries(paletteOf(theme)).map(([name, colour]) => `--${name}:${colour};`).join(''); // prettier-ignore
  const dark = `color-scheme:dark;${all('dark')}`;
  return [
    `:root{color-scheme:light;${all('light')}}`,
    `:root[data-theme='dark']{${dark}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme]){${dark}}}`,
  ].join('\n');
}
