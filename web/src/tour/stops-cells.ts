// The later stops: cells, predictions, context, and what they are good for.
import { capital, cellCalled } from '../pipeline/names';
import { ALARM, count, unusual } from '../pipeline/words';
import { LETTERS, STUCK, WATER, WAVE } from './setups';
import { cellOf, meanRecall, resting, score, type State, type Stop } from './stop';

const predicted = (columns: number) =>
  `${count(columns, 'column')} ${columns === 1 ? 'was' : 'were'} predicted`;

const score3 = (state: State) => unusual(state.record.likelihood);

/** Whether the alarm begins at this step: true, or why it does not; null: the likelihood is below the line. */
function alarm({ at, record, records }: State, from: number): true | string | null {
  if ((record.likelihood ?? 0) < ALARM) return null;
  const step = `At step ${at + 1} the likelihood is above the line`;
  if (!record.alarm) return `${step}, but there is less surprise than usual. Only more is an anomaly.`;
  const first = records.findIndex((one, i) => i >= from && one.alarm);
  return at === first || `${step} already. The alarm is at the first such step: ${first + 1}.`;
}

export const CELLS: readonly Stop[] = [
  {
    id: 'cells',
    title: 'Cells that predict',
    setup: WAVE,
    at: 299,
    lit: 'cells',
    covered: 'stage',
    texts: [
      'Each column has 8 [[cell|cells]]. They receive the same input, but each has its own [[distal segment|segments]]. A segment recognises which cells were active before.',
      'When enough of its synapses come from active cells, it is an [[active segment]]. Its cell is then a [[predictive cell]]: predicted to become active at the next step.',
    ],
    question: {
      text: 'A column wins at the next step and one of its cells is predictive. Which of its cells become active?',
      choices: ['Only the predictive cell', 'All 8 cells', 'A random cell'],
      right: 0,
      because: 'A predictive cell is a little earlier than the others and keeps them inactive.',
    },
    task: 'Click a predictive cell and read the reason.',
    hint: 'Predictive cells carry a diamond. They are predicted for the next step, so most of them are not active now.',
    praise: 'This cell has learned what comes before it. The answer below counts the synapses that agree.',
    learned: 'A cell becomes predictive when one of its segments recognises which cells are active.',
    judge: (state) => {
      const [cell, { perColumn, record }] = [cellOf(state), state];
      if (cell === null) return '';
      if (record.predictive.includes(cell)) return true;
      const name = capital(cellCalled(cell, perColumn));
      if (!record.cells.includes(cell)) return `${name} is not predictive: it has no diamond.`;
      const was = record.expected.includes(Math.floor(cell / perColumn))
        ? 'was predicted for this step and '
        : '';
      return `${name} ${was}is active now. The task asks for a cell that is predicted for the next step.`;
    },
  },
  {
    id: 'burst',
    title: 'Unpredicted columns burst',
    setup: WAVE,
    at: 110,
    lit: 'cells',
    covered: 'words',
    texts: [
      'If a column becomes active and none of its cells was predicted, all of them become active: a [[burst]].',
      'A burst means that any context is possible. One cell of the column learns, so that the column can be predicted next time.',
    ],
    question: {
      text: 'In which part of this run do most columns burst?',
      choices: ['At the beginning', 'In the middle', 'At the end'],
      right: 0,
      because: 'At first nothing has been learned, so nothing is predicted.',
    },
    task: 'Find a step at which nothing was predicted and every active column bursts. Stop there.',
    hint: 'Go back towards the beginning: Home leads to the first step.',
    praise:
      'Nothing was predicted, so all cells of all active columns are active. Either the value is new, or the machine has not learned yet what it follows.',
    learned: 'A column that was not predicted bursts: all its cells become active.',
    judge: (state) => {
      const { columns, expected } = state.record;
      if (!resting(state) || !columns.length) return '';
      if (!expected.length) return true;
      const came = columns.filter((one) => expected.includes(one)).length;
      return `At step ${state.at + 1}, ${predicted(expected.length)}, and ${came} of them became active.`;
    },
  },
  {
    id: 'scores',
    title: 'A prediction that comes true',
    setup: WAVE,
    at: 303,
    lit: 'next',
    show: 'curves',
    curves: ['recall', 'precision'],
    texts: [
      'A prediction is made one step earlier. Two numbers say how good it was: [[recall]] and [[precision]].',
      'Each square is a column of this step. The upper brace holds the columns that came, the lower one those that were predicted. Recall is the predicted part of what came. Precision is the part of the prediction that came.',
    ],
    question: {
      text: 'One column was predicted. It comes, with nine others. Which score is low?',
      choices: ['Recall', 'Precision', 'Both'],
      right: 0,
      because: 'All that was predicted came, so precision is 1. Nine of ten were missed, so recall is 0.1.',
    },
    task: 'Find a step at which precision is 1.00 and recall below 0.50. Stop there.',
    hint: 'Step with the right arrow key, and watch the two braces. The lower one must lie inside the upper one, and hold less than half of it.',
    praise:
      'All that was predicted came, but it was only a small part of what came. The next step is the opposite: all that came was predicted, and as much again that did not come. So recall is 1.00 and precision 0.50. Either score alone can mislead.',
    learned: 'Recall says how much of what came was predicted, precision how much of the prediction came.',
    judge: (state) => {
      if (!resting(state)) return '';
      const { recall, precision, expected, columns } = state.record;
      if (precision === 1 && recall !== null && recall < 0.5) return true;
      const came = columns.filter((one) => expected.includes(one)).length;
      const why = `${predicted(expected.length)}, and ${came} of them ${came === 1 ? 'is' : 'are'} among the ${columns.length} that became active`;
      return `At step ${state.at + 1}, recall is ${score(recall)} and precision ${score(precision)}: ${why}.`;
    },
  },
  {
    id: 'context',
    title: 'The same letter, another context',
    setup: LETTERS,
    at: 305,
    show: 'contexts',
    covered: 'show',
    texts: [
      'The machine reads two words, ABCD and XBCY, in random order. After C comes D or Y. Only the first letter tells which.',
      'The pictures show the letter B in both words. Each row is a column, and its squares are its cells. Compare them: this is how a [[context]] is kept.',
    ],
    question: {
      text: 'The letter B is in both words. What differs in the machine when it reads B?',
      choices: ['Nothing', 'The active columns', 'The active cells in the columns'],
      right: 2,
      because: 'The columns stand for the letter. The cells in them also stand for what came before.',
    },
    task: 'In the picture “B after X”, click a predictive cell that is not predictive after A.',
    hint: 'Predictive cells carry a diamond. A line joins cells that differ: click the right end of a line among the columns of the next letter.',
    praise:
      'This cell means: “C is next, and the word began with X.” The context reaches further than one letter.',
    learned: 'The same columns with other cells: this is how the machine keeps the context.',
    judge: (state) => {
      const [cell, { at, records, record, perColumn }] = [cellOf(state), state];
      if (cell === null) return '';
      const after = (i: number, first: string) =>
        records[i - 1]?.value === first && records[i]?.value === 'B';
      const name = capital(cellCalled(cell, perColumn));
      if (!after(at, 'X'))
        return `${name} is in the picture “B after A”. The task asks for one in “B after X”.`;
      if (!record.predictive.includes(cell)) return `${name} is not predictive after X: it has no diamond.`;
      // The B after A that is nearest in time is what it is compared with.
      const others = records.map((_, i) => i).filter((i) => after(i, 'A'));
      const nearest = others.sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
      if (nearest === undefined) return '';
      return !records[nearest]!.predictive.includes(cell) || `${name} is predictive after A, too.`;
    },
  },
  {
    id: 'likelihood',
    title: 'Surprise is not yet an anomaly',
    setup: STUCK,
    at: 300,
    lit: 'next',
    show: 'curves',
    curves: ['value', 'anomaly', 'likelihood'],
    covered: 'words',
    texts: [
      'The [[raw anomaly]] is the part of the active columns that was not predicted. It rises although nothing is wrong: as at “A prediction that comes true”, a few steps of each period have not been learned.',
      'The [[anomaly likelihood]] says how unusual the amount of surprise in the last steps is for this series. It is high if there is much more surprise than usual, or much less. Only more is an anomaly. While nothing is wrong, it goes up and down between 0.5 and 0.91 here. From step 341 on this wave is stuck for five steps.',
    ],
    question: {
      text: 'When does the likelihood reach 0.99?',
      choices: ['Before step 341', 'At step 341', 'A few steps later'],
      right: 2,
      because:
        'The likelihood looks at several steps. One unpredicted step is common, several in a row are not.',
    },
    task: 'Find the first step at which the likelihood is 0.99 or more, and stop there.',
    hint: 'Look in the chart where the likelihood reaches the dashed line, near step 345. Click there, then step with the arrow keys.',
    praise: 'This is where to raise the alarm: four steps after the wave got stuck, and while it still is.',
    learned: 'The likelihood says how unusual the amount of surprise is. Only more than usual is an anomaly.',
    judge: (state) => {
      if (!resting(state)) return '';
      return (
        alarm(state, 300) ?? `At step ${state.at + 1} the likelihood is ${score3(state)}, still below 0.99.`
      );
    },
  },
  {
    id: 'damage',
    title: 'When half of the cells die',
    setup: WAVE,
    at: 139,
    show: 'curves',
    curves: ['mean recall'],
    kill: true,
    texts: [
      'What the machine has learned lies in the synapses of its cells. Here it has read the wave 7 times.',
      'Kill half of the cells. They die in a second run, and the first goes on for comparison. Both go on learning.',
    ],
    question: {
      text: 'Half of the cells die. What happens to recall?',
      choices: ['Nothing', 'It falls and stays low', 'It falls, then rises again'],
      right: 2,
      because:
        'Most segments had synapses to dead cells, and now see too few active ones. The cells that are left learn the wave again within about 100 steps.',
    },
    task: 'Kill half of the cells. Does the mean recall of the second run ever reach 0.60? If so, stop at such a step, at least 20 steps after the damage.',
    hint: 'Press “Kill half of the cells”. In the chart the curve of the second run rises again after about step 260. Click there.',
    praise:
      'Half of the cells are dead, and the others have learned the wave again. No single cell is essential.',
    learned: 'Damage costs predictions, but the remaining cells learn them again.',
    judge: (state) => {
      const { second, at, run } = state;
      if (!resting(state) || !second) return '';
      if (second.killed !== 0.5) return 'In this second run another part of the cells died, not half.';
      if (run !== 1) return 'This is the first run, or a step before the damage.';
      const mean = meanRecall(second.records, at - second.from);
      if (mean === null) return 'This is fewer than 20 steps after the damage.';
      return mean >= 0.6 || `At step ${at + 1} the mean recall of the second run is ${score(mean)}.`;
    },
  },
  {
    id: 'water',
    title: 'A real series',
    setup: WATER,
    at: 849,
    lit: 'next',
    show: 'curves',
    curves: ['value', 'anomaly', 'likelihood'],
    covered: 'words',
    texts: [
      'This series was measured: water in a pipe in Italy, hour by hour. Some surprise is usual here: in nearly every hour a part of the columns is not predicted.',
      'At step 840 the likelihood is above the line, although the water flows as usual. There is less surprise than usual: that is no anomaly.',
    ],
    question: {
      text: 'In the last hundred hours the flow drops once. At which of them is there much more surprise than usual?',
      choices: ['At many, all over the chart', 'At some, all near the drop', 'At none'],
      right: 1,
      because:
        'In nearly every hour there is some surprise. Only near the drop is there much more than usual for several hours: the line of the likelihood is thick there.',
    },
    task: 'Find the first hour with less than half of the usual flow at which the likelihood is 0.99 or more. Stop there.',
    hint: 'Find the drop in the chart, near step 880. Click there, then step with the arrow keys.',
    praise:
      'This is five hours after the fall began. A limit of 50 litres a second would have reported it three hours sooner. The likelihood needs no limit, but it waits until several hours together are more surprising than usual.',
    learned: 'In a measured series some surprise is usual. The likelihood reports when it is much more.',
    judge: (state) => {
      const { value } = state.record;
      if (!resting(state) || typeof value !== 'number') return '';
      const step = `At step ${state.at + 1}`;
      if (value >= 50)
        return `${step}, ${Math.round(value)} litres a second flow: more than half of the usual.`;
      return (
        alarm(state, 849) ??
        `${step} the flow is low, but the likelihood is only ${score3(state)}. It needs more hours of surprise.`
      );
    },
  },
];
