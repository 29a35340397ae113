// The view as a PNG: the picture and the views as they stand, under what this step is in words.
import { later } from '../embedded';
import { palette } from '../pipeline/palette';
import { withAllDrawn } from '../pipeline/seen';
import { stepInWords } from '../pipeline/words';
import type { World } from '../world.svelte';
import { keep } from './files';

const MARGIN = 20;
const LINE = 22;

export async function keepPicture(world: World, view: HTMLElement): Promise<void> {
  const { domToCanvas } = await later();
  const scale = Math.max(2, window.devicePixelRatio || 1);
  const colours = palette(world.theme);
  const onCloneNode = (copy: Node) => choose(view, copy as HTMLElement);
  const drawn = await withAllDrawn(() =>
    domToCanvas(view, { scale, backgroundColor: colours.page, onCloneNode }),
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

/** A copy of an element does not know what is chosen in its lists. */
function choose(view: HTMLElement, copy: HTMLElement): void {
  const lists = view.querySelectorAll('select');
  copy.querySelectorAll('select').forEach((list, place) => {
    const chosen = lists[place]?.selectedIndex;
    [...list.options].forEach((option, one) => option.toggleAttribute('selected', one === chosen));
  });
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
