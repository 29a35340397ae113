// Small changes to the textbook that teach something, for those who do not know yet what to change.

export interface Idea {
  title: string;
  says: string; // what to expect
  path: string;
  from: string; // text that is in the textbook once
  to: string;
}

export const IDEAS: readonly Idea[] = [
  {
    title: 'Predict on half the evidence',
    says: 'A segment becomes active with half as many active synapses. More is predicted: does recall rise faster than precision falls?',
    path: 'core/temporal_memory.py',
    from: 'threshold = self.parameters.activation_threshold\n',
    to: 'threshold = self.parameters.activation_threshold // 2\n',
  },
  {
    title: 'Ignore predictions',
    says: 'Every column bursts at every step, as if nothing had been predicted. What happens to the context?',
    path: 'core/temporal_memory.py',
    from: '            if column in active:\n',
    to: '            if False:\n',
  },
  {
    title: 'Never punish',
    says: 'Wrong predictions are not punished. Which suffers: recall or precision?',
    path: 'core/temporal_memory.py',
    from: '            self._punish(set(columns), before)\n',
    to: '            pass\n',
  },
  {
    title: 'Columns that do not learn',
    says: 'The winners never change their synapses. The temporal memory still learns: how well?',
    path: 'core/spatial_pooler.py',
    from: '                self._learn(column, sdr.active)\n',
    to: '                pass\n',
  },
  {
    title: 'The lowest numbers win',
    says: 'Without competition the columns with the lowest numbers always win, whatever the input. Can the memory still tell inputs apart?',
    path: 'core/spatial_pooler.py',
    from: 'nlargest(count, contestants, key=rank.__getitem__)',
    to: 'contestants[:count]',
  },
];
