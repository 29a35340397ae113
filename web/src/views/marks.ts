// What every chart over steps has besides its curves: the phases behind them, and where we are in front.
import type uPlot from 'uplot';
import { palette, rem } from '../pipeline/palette';
import { pixels } from '../pipeline/pixels.svelte';
import type { World } from '../world.svelte';

/** The phases of the run, behind the curves. */
export function drawPhases(u: uPlot, world: World): void {
  const { left, top, width: wide, height: high } = u.bbox;
  const colours = palette(world.theme);
  const parting = Math.min(left + wide, Math.max(left, u.valToPos(world.scene.setup.train - 0.5, 'x', true)));
  const { ctx } = u;
  ctx.save();
  ctx.fillStyle = colours.training;
  ctx.fillRect(left, top, parting - left, high);
  ctx.fillStyle = colours.testing;
  ctx.fillRect(parting, top, left + wide - parting, high);
  ctx.fillStyle = colours.soft;
  ctx.font = `italic ${0.6875 * rem() * pixels.ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  const edge = 0.25 * rem() * pixels.ratio;
  const room = 4 * rem() * pixels.ratio;
  if (parting - left > room) ctx.fillText('training', left + edge, top + edge);
  if (left + wide - parting > room) ctx.fillText('testing', parting + edge, top + edge);
  ctx.restore();
}

/** The step shown, in front of the curves, and a veil over what is to come. */
export function drawNow(u: uPlot, world: World): void {
  const { left, top, width: wide, height: high } = u.bbox;
  const colours = palette(world.theme);
  const here = u.valToPos(world.at, 'x', true);
  const { ctx } = u;
  ctx.save();
  ctx.globalAlpha = 0.6; // what is still to come is there, but faint
  ctx.fillStyle = colours.page;
  if (here < left + wide) ctx.fillRect(here, top, left + wide - here, high);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours.ink;
  if (here >= left) ctx.fillRect(here - pixels.ratio, top, 2 * pixels.ratio, high);
  ctx.restore();
}
