// What all charts of this room have in common.
import type uPlot from 'uplot';
import type { Palette } from '../pipeline/palette';

/** An axis with a name, in the page's colours. */
export function axis(colours: Palette, label: string, more: Partial<uPlot.Axis> = {}): uPlot.Axis {
  return {
    label,
    stroke: colours.soft,
    grid: { stroke: colours.faint, width: 1 },
    ticks: { stroke: colours.faint, width: 1 },
    labelSize: 22,
    ...more,
  };
}

/** A line drawn across the whole chart at an x, with a few words beside it. */
export function mark(at: () => number | null, colour: string, words: string): uPlot.Plugin {
  return {
    hooks: {
      draw: (plot) => {
        const x = at();
        if (x === null) return;
        const { ctx, bbox } = plot;
        const left = Math.round(plot.valToPos(x, 'x', true));
        const scale = devicePixelRatio;
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = colour;
        ctx.lineWidth = 2 * scale;
        ctx.setLineDash([6 * scale, 4 * scale]);
        ctx.beginPath();
        ctx.moveTo(left, bbox.top);
        ctx.lineTo(left, bbox.top + bbox.height);
        ctx.stroke();
        ctx.font = `${12 * scale}px sans-serif`;
        // Words go to the side that has the room.
        const room = bbox.left + bbox.width - left > ctx.measureText(words).width + 8 * scale;
        ctx.textAlign = room ? 'left' : 'right';
        ctx.fillText(words, left + (room ? 6 : -6) * scale, bbox.top + 14 * scale);
        ctx.restore();
      },
    },
  };
}

/** A whole number as people read it. */
export function whole(n: number): string {
  return n.toLocaleString('en');
}

/** A number in at most so many figures, without a tail of noughts. */
export function short(n: number, figures = 3): string {
  return String(Number(n.toPrecision(figures)));
}
