// The first stops: from a value to the columns that win.
import { FAST, HALVES, WAVE } from './setups';
import { columnOf, resting, type Stop } from './stop';

const shared = (a: readonly number[], b: readonly number[]) => a.filter((one) => b.includes(one)).length;

export const COLUMNS: readonly Stop[] = [
  {
    title: 'A few bits stand for a value',
    setup: WAVE,
    at: 24,
    lit: 'bits',
    texts: [
      'The machine never sees a number. It sees a long list of bits. Most are off, a few are on: an [[SDR]].',
      'The lit picture shows these bits. Here 21 of 400 are on.',
    ],
    question: {
      text: 'At the next step the value changes a little. What happens to the bits?',
      choices: ['All of them change', 'Most that are on stay on', 'None of them changes'],
      right: 1,
      because: 'Close values share most of their bits. Here 18 of the 21 stay on.',
    },
    task: 'Click one of the bits that are on.',
    hint: 'Filled squares are on. With the keyboard: go to the picture with Tab, choose a bit with the arrow keys, press Enter.',
    praise:
      'This bit is one of the few that stand for the value. No single bit means much; together they do.',
    learned: 'A value becomes a long list of bits, of which a few are on.',
    done: ({ selected, record }) => selected?.kind === 'bit' && record.bits.includes(selected.bit),
  },
  {
    title: 'Similar values share bits',
    setup: HALVES,
    at: 24,
    show: 'compare',
    texts: [
      'The [[encoder]] turns a value into bits. The closer two values are, the more bits they share.',
      'Choose two values. Each of them turns on 20 bits.',
    ],
    question: {
      text: 'How far apart must two values be to share almost no bit?',
      choices: ['0.3', '1', '2 or more'],
      right: 2,
      because: 'Each tenth of distance costs one of the 20 bits. The few that are left then are chance.',
    },
    task: 'Make the two values share exactly half of their bits: 10 of 20.',
    hint: 'Each tenth that one value moves away costs one shared bit. Try 0 and 1.',
    praise: '“Similar” is now a number: how many bits two SDRs share. It is called their overlap.',
    learned: 'Similar values share bits. How many they share is their overlap.',
    done: ({ compared }) => {
      if (!compared?.a.length) return false;
      return (
        2 * shared(compared.a, compared.b) === compared.a.length && compared.a.length === compared.b.length
      );
    },
  },
  {
    title: 'Every column counts active bits',
    setup: WAVE,
    at: 204,
    lit: 'columns',
    show: 'overlaps',
    texts: [
      'Each [[minicolumn]] is connected to a random part of the bits, through [[connected synapse|connected synapses]].',
      'It counts how many of these bits are on. This number is its [[overlap (of a column)|overlap]]. The chart shows the columns with the highest overlaps.',
    ],
    question: {
      text: '21 of the 400 bits are on. How many of them does an average column count?',
      choices: ['Fewer than 2', 'About 8', 'All 21'],
      right: 1,
      because: 'A column is connected to somewhat less than half of the bits, so it counts about 8 of 21.',
    },
    task: 'Click the bar of a column with the highest overlap at this step.',
    hint: 'Look for the highest bar of the chart. Point at a bar to read its overlap.',
    praise:
      'The connections of this column match the input best. They were drawn at random; then it learned.',
    learned: 'A column counts how many of its connected bits are on: its overlap.',
    done: async (state) => {
      const column = columnOf(state);
      if (column === null) return false;
      const { columns, overlaps } = await state.ask('overlaps', { run: state.run, at: state.at + 1 });
      return overlaps[columns.indexOf(column)] === Math.max(...overlaps);
    },
  },
  {
    title: 'Only the best columns win',
    setup: WAVE,
    at: 204,
    lit: 'columns',
    show: 'overlaps',
    texts: [
      'All columns compete. Only the 10 with the highest overlaps become active, the others stay inactive: this is [[inhibition]].',
      'So the number of active columns is the same at every step. The SDR stays sparse.',
    ],
    question: {
      text: 'Suppose that twice as many bits are on. How many columns win?',
      choices: ['About 20', '10', 'About 5'],
      right: 1,
      because: 'Every column counts more, but still only the 10 best win.',
    },
    task: 'Click the runner-up: the column with the highest overlap that did not win.',
    hint: 'The chart ranks the columns. The dashed line is the cut. The first bar to its right is the runner-up.',
    praise:
      'Its overlap is nearly as high as that of the last winner, or equal. Ties are broken by a fixed random order.',
    learned: 'Inhibition lets only the columns with the highest overlaps win.',
    done: async (state) => {
      const column = columnOf(state);
      if (column === null) return false;
      const { columns, scores, winners } = await state.ask('overlaps', { run: state.run, at: state.at + 1 });
      const place = columns.indexOf(column);
      return place >= winners && scores[place] === scores[winners];
    },
  },
  {
    title: 'Winners learn',
    setup: FAST,
    at: 0,
    lit: 'columns',
    show: 'synapses',
    texts: [
      'A column that wins changes its synapses. Those to active bits gain [[permanence]], the others lose some.',
      'The chart has a dot for every synapse of one column. Above the dashed line a synapse is connected. Columns learn ten times as fast here as usual, so that it can be seen.',
    ],
    question: {
      text: 'The column wins once. How many of its synapses cross the line?',
      choices: ['About half', 'A few, if any', 'All'],
      right: 1,
      because: 'One win moves a permanence a little. Only synapses that are close to the line cross it.',
    },
    task: 'Press Play. Stop when at least 5 synapses have crossed the line upwards.',
    hint: 'Press the space bar to play and to stop. The words above the chart count the crossings: look after step 10.',
    praise:
      'These synapses count in the overlap from now on. The column matches this part of the wave better, so it wins again.',
    learned: 'A column that wins moves its permanences towards the input it has just seen.',
    done: (state) => resting(state) && (state.crossed ?? 0) >= 5,
  },
];
