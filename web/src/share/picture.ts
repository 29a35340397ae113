// The view as a PNG: the picture and the views as they stand, under what this step is in words.
import { tick } from 'svelte';
import { later } from '../embedded';
import { palette } from '../pipeline/palette';
import { pixels } from '../pipeline/pixels.svelte';
import { withAllDrawn } from '../pipeline/seen';
import { stepInWords } from '../pipeline/words';
import type { World } from '../world.svelte';
import { keep } from './files';

const MARGIN = 20;
const LINE = 22;
const CONTROLS = '[data-screen], [data-screen] *, button:not(.term button)'; // what only a screen can use

export async function keepPicture(world: World, view: HTMLElement): Promise<void> {
  const { domToCanvas } = await later();
  const screen = window.devicePixelRatio || 1;
  const scale = Math.max(2, screen);
  const colours = palette(world.theme);
  const drawn = await finely(scale / screen, () =>
    withAllDrawn(() => domToCanvas(view, { scale, backgroundColor: colours.page, onCloneNode: leaveOut })),
  );
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const font = `600 ${15 * scale}px system-ui, sans-serif`;
  context.font = font;
  const words = `HTM-Teacher: ${stepInWords(world.scene, world.record, world.before)}`;
  const lines = inLines(words, drawn.width, (text) => context.measureText(text).width);
  const head = (MARGIN + lines.length * LINE) * scale;
  [canvas.width, canvas.height] = [drawn.width + 2 * MARGIN * scale, drawn.height + head + MARGIN * scale];
  context.fillStyle = colours.page;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colours.ink;
  context.font = font; // a canvas that changes its size forgets it
  lines.forEach((line, row) => context.fillText(line, MARGIN * scale, (MARGIN + 10 + row * LINE) * scale));
  context.drawImage(drawn, MARGIN * scale, head);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('This browser did not make a picture of the view.');
  keep(blob, `htm-step-${world.at + 1}.png`, 'image/png');
}

/** Do something while all canvases are drawn so many times finer, and nothing flows. */
async function finely<T>(times: number, work: () => Promise<T>): Promise<T> {
  try {
    [pixels.times, pixels.still] = [times, true];
    await tick();
    await new Promise(requestAnimationFrame); // what flows is drawn once a frame
    return await work();
  } finally {
    [pixels.times, pixels.still] = [1, false];
  }
}

/** The place of a control stays, so that all else is where it is on the screen. */
function leaveOut(copy: Node): void {
  for (const one of (copy as HTMLElement).querySelectorAll<HTMLElement>(CONTROLS))
    one.style.visibility = 'hidden';
}

/** A text in as many lines as it takes to be no wider. */
function inLines(text: string, most: number, width: (text: string) => number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (width(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
