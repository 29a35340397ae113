// The first stops: from a value to the columns that win.
import { bitCalled, capital, columnCalled } from '../pipeline/names';
import { count } from '../pipeline/words';
import { FAST, HALVES, WAVE } from './setups';
import { columnOf, resting, type State, type Stop } from './stop';

const shared = (a: readonly number[], b: readonly number[]) => a.filter((one) => b.includes(one)).length;

const ranking = (state: State) => state.ask('overlaps', { run: state.run, at: state.at + 1 });

const FIRST = 24; // a value that is followed by a close one
const RANKED = 204; // where four columns have the overlap of the last winner

export const COLUMNS: readonly Stop[] = [
  {
    id: 'bits',
    title: 'A few bits stand for a value',
    setup: WAVE,
    at: FIRST,
    lit: 'bits',
    covered: 'words',
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
    task: 'Go one step forward, with the button beside Play. Then click a bit that was on before and has stayed on.',
    hint: 'Blue squares were on one step before and still are. With the keyboard: go to the picture with Tab, choose a bit with the arrow keys, press Enter.',
    praise:
      '18 of the 21 bits have stayed on, and the one that you found is one of them. No single bit means much; together they stand for the value.',
    learned: 'A value becomes a long list of bits, of which a few are on.',
    judge: ({ at, selected, pickedAt, record, before }) => {
      if (selected?.kind !== 'bit') return '';
      const { bit } = selected;
      const name = capital(bitCalled(bit));
      if (!record.bits.includes(bit)) return `${name} is off. The task asks for one that has stayed on.`;
      if (at === FIRST) return 'This is still the first value of this stop. Go one step on.';
      if (at !== FIRST + 1)
        return `This is step ${at + 1}. The task is about step ${FIRST + 2}, one step on.`;
      if (pickedAt !== at) return `${name} was clicked at step ${pickedAt + 1}. Click a bit at this step.`;
      return before?.bits.includes(bit) || `${name} is on, but it was off one step before.`;
    },
  },
  {
    id: 'similar',
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
      because:
        'Each tenth of distance costs about one of the 20 bits. However far apart the values are, a few bits may still be shared by chance.',
    },
    task: 'Make the two values share exactly half of their bits: 10 of 20.',
    hint: 'Each tenth that one value moves away costs about one shared bit. Try 0 and 1.',
    praise: '“Similar” is now a number: how many bits two SDRs share.',
    learned: 'Similar values share bits. How many they share says how similar they are.',
    judge: ({ compared }) => {
      if (!compared?.a.length) return '';
      const [{ a, b }, both] = [compared, shared(compared.a, compared.b)];
      if (2 * both === a.length && a.length === b.length) return true;
      return `These two values share ${count(both, 'bit')}. The task asks for ${a.length / 2}.`;
    },
  },
  {
    id: 'overlap',
    title: 'Every column counts active bits',
    setup: WAVE,
    at: RANKED,
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
    judge: async (state) => {
      const column = columnOf(state);
      if (column === null) return '';
      const { columns, overlaps } = await ranking(state);
      const [overlap, most] = [overlaps[columns.indexOf(column)], Math.max(...overlaps)];
      return (
        overlap === most ||
        `${capital(columnCalled(column))} has an overlap of ${overlap}. There is a higher one.`
      );
    },
  },
  {
    id: 'inhibition',
    title: 'Only the best columns win',
    setup: WAVE,
    at: RANKED,
    lit: 'columns',
    show: 'ranking',
    texts: [
      'All columns compete. Those with the highest overlaps become active, the others stay inactive: this is [[inhibition]].',
      'So only a small part of the columns is active at every step. The SDR stays sparse.',
    ],
    question: {
      text: 'Nine columns have a higher overlap than all others. Then come four with the same overlap. How many columns win?',
      choices: ['9: none of the four', '10: one of the four', '13: all four'],
      right: 1,
      because:
        'At every step 10 columns win, no more and no fewer. Among equal overlaps a fixed random order decides.',
    },
    covered: 'stage',
    task: 'Click the runner-up: the best of the columns that did not win.',
    hint: 'The chart ranks the columns. Once you have answered the question, a dashed line shows the cut. The first bar to its right is the runner-up.',
    praise:
      'The runner-up has the same overlap as the last winner: four columns have 13, and there was room for one of them. It is right of the cut only because of the fixed order.',
    learned: 'Inhibition lets only the columns with the highest overlaps win.',
    judge: async (state) => {
      const column = columnOf(state);
      if (column === null) return '';
      if (state.at !== RANKED) return `This is step ${state.at + 1}. The task is about step ${RANKED + 1}.`;
      const { columns, overlaps, winners } = await ranking(state);
      const place = columns.indexOf(column);
      if (place < winners)
        return `${capital(columnCalled(column))} won, at place ${place + 1} of ${winners}.`;
      if (place === winners) return true;
      const tie = overlaps[place] === overlaps[winners];
      const why = tie ? 'Its overlap is as high, but the fixed order of ties puts' : 'Its overlap puts';
      return `${capital(columnCalled(column))} lost. ${why} it at place ${place + 1}. The best that lost is at place ${winners + 1}.`;
    },
  },
  {
    id: 'learning',
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
      'These synapses count in the overlap from now on. Those that fell below it count no more: their bits were off when the column won. So it matches these inputs better.',
    learned: 'A column that wins moves its permanences towards the input it has just seen.',
    judge: (state) => {
      if (!resting(state) || state.crossed === null) return '';
      return (
        state.crossed >= 5 ||
        `${count(state.crossed, 'synapse')} ${state.crossed === 1 ? 'has' : 'have'} crossed the line upwards.`
      );
    },
  },
];
