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
    says: 'A segment speaks up when half as many synapses agree. More is predicted: does recall rise faster than precision falls?',
    path: 'core/temporal_memory.py',
    from: 'threshold = self.parameters.activation_threshold\n',
    to: 'threshold = self.parameters.activation_threshold // 2\n',
  },
  {
    title: 'Never listen to a prediction',
    says: 'Every column bursts at every step, as if nothing had ever been expected. What happens to the context?',
    path: 'core/temporal_memory.py',
    from: '            if column in active:\n',
    to: '            if False:\n',
  },
  {
    title: 'Never punish',
    says: 'Predictions that do not come true cost nothing. Which of the two suffers: recall or precision?',
    path: 'core/temporal_memory.py',
    from: '            self._punish(set(columns), before)\n',
    to: '            pass\n',
  },
  {
    title: 'Columns that do not learn',
    says: 'The winners keep the synapses they were born with. The memory learns all the same: how well?',
    path: 'core/spatial_pooler.py',
    from: '                self._learn(column, sdr.active)\n',
    to: '                pass\n',
  },
  {
    title: 'The first ones win',
    says: 'Without competition the lowest column numbers always win, whatever the input. Can anything still be told apart?',
    path: 'core/spatial_pooler.py',
    from: 'nlargest(count, contestants, key=rank.__getitem__)',
    to: 'contestants[:count]',
  },
];
