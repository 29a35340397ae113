// The twelve stops. What they claim is true of the machines they set up: the tests ask Python.
import { HALVES, LETTERS, STUCK, WATER, WAVE } from './setups';
import { cellOf, columnOf, resting, type Stop } from './stop';

const shared = (a: readonly number[], b: readonly number[]) => a.filter((one) => b.includes(one)).length;

export const STOPS: readonly Stop[] = [
  {
    title: 'A few bits say it all',
    setup: WAVE,
    at: 24,
    texts: [
      'The machine never sees a number. What it sees is a long list of bits, most of them off, a few on: an [[SDR]].',
      'No single bit means much, just as no single letter tells a story. Look at the second picture, the encoded bits: 21 of 400 are on.',
    ],
    task: 'Click one of the bits that are on.',
    hint: 'Stop the run first. On the picture of the encoded bits, the filled squares are on. With the keyboard: go there with Tab, choose with the arrows, press Enter.',
    praise: 'That is one of the few bits that speak for this value. A look at it says which columns hear it.',
    done: ({ selected, record }) => selected?.kind === 'bit' && record.bits.includes(selected.bit),
  },
  {
    title: 'Similar values share bits',
    setup: HALVES,
    at: 24,
    texts: [
      'The [[encoder]] is the machine’s sense organ. It gives similar values similar bits: the closer two values are, the more bits they share.',
      'Below you choose two values yourself and see what the machine would see. Here each value turns on 20 bits.',
    ],
    task: 'Make the two values share exactly half of their bits: 10 of 20.',
    hint: 'Each tenth that one value moves away costs one shared bit. Try 0 and 1.',
    praise: 'So much for “similar”: it is simply the number of bits in common, the overlap of two SDRs.',
    tool: 'compare',
    done: ({ compared }) => {
      if (!compared?.a.length) return false;
      return (
        2 * shared(compared.a, compared.b) === compared.a.length && compared.a.length === compared.b.length
      );
    },
  },
  {
    title: 'Every column listens',
    setup: WAVE,
    at: 204,
    texts: [
      'Each [[minicolumn]] listens to its own random part of the bits, through [[connected synapse|connected synapses]].',
      'How many of them come from bits that are on is the column’s [[overlap (of a column)|overlap]]: how well it knows what it sees.',
    ],
    task: 'Find a column with the highest overlap of all at this step, and click it.',
    hint: 'The room Inside ranks the columns by overlap. The first one in the list has the highest: click it there, or look for it in the picture.',
    praise: 'Nobody told this column what to look for. It happens to hear this input best.',
    done: async (state) => {
      const column = columnOf(state);
      if (column === null) return false;
      const { columns, overlaps } = await state.ask('overlaps', { run: state.run, at: state.at + 1 });
      return overlaps[columns.indexOf(column)] === Math.max(...overlaps);
    },
  },
  {
    title: 'Only the best may speak',
    setup: WAVE,
    at: 204,
    texts: [
      'All columns compete, and only the 10 with the highest overlaps win. All the others are silenced: that is [[inhibition]].',
      'So whatever comes in, few columns are active, and always equally few. That keeps an SDR sparse.',
    ],
    task: 'Click the best of the losers: a column that did not win, although none of the other losers heard more.',
    hint: 'In the room Inside, the overlap ranking draws the cut. The first column after the winners is the one.',
    praise:
      'It heard nearly as much, or even as much, and still says nothing. Where overlaps are equal, an order drawn once decides.',
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
    setup: WAVE,
    at: 299,
    texts: [
      'A column that wins turns a little further towards what it just saw: its synapses on active bits gain [[permanence]], its others lose some.',
      'So winners win again on similar input. Others never get their turn; [[boosting]] could help them, but is switched off here.',
    ],
    task: 'Most columns have not won once in 300 steps. Click one of them.',
    hint: 'Click any column that is dim in the picture, and read its active duty cycle: 0 means that it has never won. The room Inside shows the duty cycles of all.',
    praise:
      'This column is still as it was born. With boosting its overlap would grow until it gets to win: try it in the room Change.',
    done: async (state) => {
      const column = columnOf(state);
      if (column === null || state.at < 100) return false;
      return (await state.ask('look_column', { run: state.run, at: state.at + 1, column })).active_duty === 0;
    },
  },
  {
    title: 'Cells that expect',
    setup: WAVE,
    at: 299,
    texts: [
      'Each column has 8 [[cell|cells]]. They all see the same input, but each has [[distal segment|segments]] of its own, by which it recognises what came before.',
      'If a segment hears enough active cells it becomes an [[active segment]], and its cell a [[predictive cell]]: it expects to be next.',
    ],
    task: 'Click a cell that is predictive now, and read the reason.',
    hint: 'Predictive cells have a mark of their own in the picture of the cells: see the key there. They expect the next step, so most of them are silent now.',
    praise: 'That cell has seen this moment before. The sentence says how many of its synapses agree.',
    done: (state) => {
      const cell = cellOf(state);
      return cell !== null && state.record.predictive.includes(cell);
    },
  },
  {
    title: 'A burst is a question',
    setup: WAVE,
    at: 110,
    texts: [
      'If a column becomes active and none of its cells expected it, all of them become active at once: a [[burst]].',
      'It means: “this could be any context”. One cell of the column is chosen to learn, so that next time it is expected.',
    ],
    task: 'Find a step at which every active column bursts, and stop there.',
    hint: 'Go back towards the beginning: at first everything is a surprise. Or jump to the next surprise in the time bar.',
    praise:
      'Nothing was expected here, so every cell speaks. Bursts are how the machine notices that it does not know.',
    done: (state) => {
      const { columns, expected } = state.record;
      return resting(state) && columns.length > 0 && shared(columns, expected) === 0;
    },
  },
  {
    title: 'A prediction that comes true',
    setup: WAVE,
    at: 303,
    texts: [
      'What was predicted for a step was predicted one step before. Two numbers say how good it was: [[recall]] and [[precision]].',
      'Recall: how much of what came had been predicted. Precision: how much of what was predicted came. One alone flatters: who predicts everything has a recall of 100 %.',
    ],
    task: 'Find a step at which both are 100 %: all that came was predicted, and nothing else. Stop there.',
    hint: 'In the chart Prediction Accuracy Over Time look where both curves are high, late in training or in testing, and step through it.',
    praise: 'The memory knew exactly which columns would come, one step before they came.',
    done: (state) => resting(state) && state.record.recall === 1 && state.record.precision === 1,
  },
  {
    title: 'The same letter, another context',
    setup: LETTERS,
    at: 305,
    texts: [
      'Now the machine reads two words, ABCD and XBCY, over and over in random order. After C comes D or Y, and only the beginning tells which.',
      'The same columns stand for B in both words, but other cells of them: that is how a [[context]] is kept.',
    ],
    task: 'Go to a B that came after X, and click a cell that expects C there, but does not after A and B.',
    hint: 'Step through testing until the value is B and the one before was X. Compare with a B after A: click a predictive cell that is there in one, and not in the other.',
    praise:
      'That cell means: “C is next, and it all began with X”. When C comes, this context lives on, and Y is expected rather than D.',
    done: (state) => {
      const cell = cellOf(state);
      const after = (i: number, first: string) =>
        state.records[i - 1]?.value === first && state.records[i]?.value === 'B';
      if (cell === null || !after(state.at, 'X') || !state.record.predictive.includes(cell)) return false;
      // The B after A that is nearest in time is what it is compared with.
      const others = state.records.map((_, i) => i).filter((i) => after(i, 'A'));
      const nearest = others.sort((a, b) => Math.abs(a - state.at) - Math.abs(b - state.at))[0];
      return nearest !== undefined && !state.records[nearest]!.predictive.includes(cell);
    },
  },
  {
    title: 'Surprise is not yet anomaly',
    setup: STUCK,
    at: 300,
    texts: [
      'The [[raw anomaly]] is the part of the active columns that nothing predicted. This wave surprises the machine now and then although nothing is wrong.',
      'The [[anomaly likelihood]] asks more: how unusual is so much surprise for this series? For five steps the wave gets stuck.',
    ],
    task: 'Find a step at which the likelihood is 99 % or more, and stop there.',
    hint: 'Look for the place where the wave is not a wave, near step 345, and step through it. The likelihood looks at several steps, so it comes a little late.',
    praise: 'A single surprise is everyday; several in a row are not. That is the step to ring the bell.',
    done: (state) => resting(state) && state.record.likelihood !== null && state.record.likelihood >= 0.99,
  },
  {
    title: 'Noise and damage',
    setup: WAVE,
    at: 199,
    texts: [
      'Nothing in this machine depends on a single bit, synapse or cell. Move some bits, as “Noisy bits” in the room Change does, and most still match; kill cells, and others take over.',
      'Try it: half of the cells die, in a second run beside the first. Watch recall fall, and climb again while learning goes on.',
    ],
    task: 'Kill half of the cells, and find a step of the second run at which recall is 100 % once more. Stop there.',
    hint: 'Press the button below, then let it play. It takes some waves: look after step 300. The curves of both runs are drawn side by side.',
    praise: 'Half of the machine is gone, and it has learned this moment anew with the rest.',
    tool: 'kill',
    done: (state) =>
      resting(state) && state.run === 1 && /died/.test(state.second?.says ?? '') && state.record.recall === 1,
  },
  {
    title: 'A real series',
    setup: WATER,
    at: 849,
    texts: [
      'This is measured: water in a pipe in Italy, hour by hour, with the time of day and the day of the week as further bits. Real series are never learned as neatly as a wave.',
      'Most hours about 100 litres a second flow. Once in the last hundred hours something is very wrong.',
    ],
    task: 'Find an hour in which less than half of the usual amount flows, and the likelihood is 99 % or more. Stop there.',
    hint: 'The drop is easy to see in Input Value Over Time, near step 880.',
    praise:
      'You have found what an operator would want to be told. Now open your own data: the room Change takes a CSV file.',
    done: (state) => {
      const { value, likelihood } = state.record;
      return resting(state) && typeof value === 'number' && value < 50 && (likelihood ?? 0) >= 0.99;
    },
  },
];
