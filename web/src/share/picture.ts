// The view as a PNG: all canvases of the picture where they stand, and the titles above them.
import { palette } from '../pipeline/palette';
import { stepInWords } from '../pipeline/words';
import type { World } from '../world.svelte';
import { keep } from './files';

export async function keepPicture(world: World, root: HTMLElement): Promise<void> {
  const edge = root.getBoundingClientRect();
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const canvas = document.createElement('canvas');
  const [margin, head] = [20, 60];
  canvas.width = Math.round((edge.width + 2 * margin) * ratio);
  canvas.height = Math.round((edge.height + head + margin) * ratio);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const colours = palette(world.theme);
  context.scale(ratio, ratio);
  context.fillStyle = colours.page;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colours.ink;
  context.font = '600 15px system-ui, sans-serif';
  context.fillText(
    `HTM-Teacher: ${stepInWords(world.scene, world.record, world.before)}`,
    margin,
    28,
    edge.width,
  );
  context.translate(margin - edge.x, head - edge.y);
  for (const title of root.querySelectorAll('h2, .next, dt, .number')) {
    const { x, y, height } = title.getBoundingClientRect();
    const small = title.tagName !== 'H2';
    context.font = `${small ? 400 : 600} ${small ? 12 : 14}px system-ui, sans-serif`;
    context.fillText(text(title), x, y + height * 0.75);
  }
  for (const drawn of root.querySelectorAll('canvas')) {
    const { x, y, width, height } = drawn.getBoundingClientRect();
    if (drawn.width && drawn.height) context.drawImage(drawn, x, y, width, height);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('This browser did not make a picture of the view.');
  keep(blob, `htm-step-${world.at + 1}.png`, 'image/png');
}

/** What an element says, without what only its tooltips say. */
function text(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const note of copy.querySelectorAll('[role="tooltip"]')) note.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}
