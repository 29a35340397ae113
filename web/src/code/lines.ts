// Where lines of the original text are in a text that was changed.

/** The line, from 1, at which a line of the original now is: lines before the change stay, lines after it move. */
export function moved(line: number, original: string, text: string): number {
  const [before, after] = [original.split('\n'), text.split('\n')];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  if (line <= same) return line;
  const added = after.length - before.length;
  return Math.max(same + 1, Math.min(line + added, after.length));
}
