// The editor: CodeMirror with Python, and three marks of our own: what runs now, what went wrong, what was changed.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { getChunks, getOriginalDoc, unifiedMergeView } from '@codemirror/merge';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  keymap,
  lineNumbers,
  WidgetType,
  type DecorationSet,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

export { EditorView };

/** Lines from 1, both included. */
export interface Lines {
  first: number;
  last: number;
}

export const markStage = StateEffect.define<Lines | null>();
export const markTrouble = StateEffect.define<{ line: number; says: string } | null>();

const running = Decoration.line({ class: 'cm-running' });
const broken = Decoration.line({ class: 'cm-broken' });

class Says extends WidgetType {
  constructor(readonly text: string) {
    super();
  }
  override eq(other: Says): boolean {
    return other.text === this.text;
  }
  toDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'cm-says';
    element.textContent = this.text;
    return element;
  }
}

/** Marks move with the text while it is edited. */
function marks(
  make: (state: EditorState, effects: readonly StateEffect<unknown>[]) => DecorationSet | null,
): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (old, transaction) =>
      make(transaction.state, transaction.effects) ?? old.map(transaction.changes),
    provide: (field) => EditorView.decorations.from(field),
  });
}

const stageMarks = marks((state, effects) => {
  for (const effect of effects) {
    if (!effect.is(markStage)) continue;
    const { first, last } = effect.value ?? { first: 1, last: 0 };
    const found = [];
    for (let n = first; n <= Math.min(last, state.doc.lines); n++)
      found.push(running.range(state.doc.line(n).from));
    return Decoration.set(found);
  }
  return null;
});

const troubleMarks = marks((state, effects) => {
  for (const effect of effects) {
    if (!effect.is(markTrouble)) continue;
    if (!effect.value) return Decoration.none;
    const line = state.doc.line(Math.max(1, Math.min(effect.value.line, state.doc.lines)));
    const says = Decoration.widget({ widget: new Says(effect.value.says), block: true, side: 1 });
    return Decoration.set([broken.range(line.from), says.range(line.to)]);
  }
  return null;
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--asked)', fontWeight: '600' },
  { tag: [tags.string, tags.docString], color: 'var(--right-ink)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--new-ink)' },
  {
    tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName))],
    color: 'var(--same)',
  },
  { tag: [tags.className, tags.definition(tags.className)], color: 'var(--same)', fontWeight: '600' },
]);

const looks = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--page)', color: 'var(--ink)', fontSize: '0.85rem' },
  '.cm-scroller': { fontFamily: "ui-monospace, 'DejaVu Sans Mono', monospace", lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--panel)',
    color: 'var(--soft)',
    borderRight: '1px solid var(--faint)',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--faint) !important',
  },
  '.cm-running': { backgroundColor: 'var(--testing)', boxShadow: 'inset 4px 0 0 var(--same)' },
  '.cm-broken': { boxShadow: 'inset 4px 0 0 var(--wrong)', textDecoration: 'underline wavy var(--wrong)' },
  '.cm-says': {
    padding: '0.2rem 0.6rem',
    borderLeft: '4px solid var(--wrong)',
    color: 'var(--wrong)',
    width: 'calc(100cqi - 4rem)', // of the editor, not of its longest line; beside the numbers of the lines
    whiteSpace: 'pre-wrap',
  },
  '.cm-changedLine': { backgroundColor: 'color-mix(in srgb, var(--right) 18%, transparent) !important' },
  '.cm-deletedChunk': { backgroundColor: 'color-mix(in srgb, var(--gone) 24%, transparent) !important' },
  '.cm-changedText, .cm-deletedText': { background: 'none !important', fontWeight: 'bold' },
  // The library's own buttons and fields are white on white, or made for a light page only.
  '.cm-deletedChunk .cm-chunkButtons button, .cm-button, .cm-textfield': {
    border: '1px solid var(--edge)',
    borderRadius: '0.35rem',
    background: 'var(--page)',
    color: 'var(--ink)',
  },
  '.cm-deletedChunk .cm-chunkButtons': { position: 'static', padding: '0.2rem 0' }, // above the line, not over it
  '.cm-deletedChunk .cm-chunkButtons button:hover, .cm-button:hover': { background: 'var(--off)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink)', fontSize: '1.2rem' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--right) 25%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--same) 30%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--ink)' },
});

/** A chapter's state: its text, beside which the original is remembered. */
export function chapter(text: string, original: string, onchange: (text: string) => void): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      highlightSelectionMatches(),
      indentUnit.of('    '),
      python(),
      syntaxHighlighting(colours),
      looks,
      stageMarks,
      troubleMarks,
      unifiedMergeView({ original, highlightChanges: false, gutter: true, mergeControls: undoOnly }),
      // Tab indents; who walks the page with it leaves by Escape, then Tab.
      keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
      EditorView.contentAttributes.of({
        'aria-label': 'The chapter’s Python; Escape, then Tab leaves the editor',
        tabindex: '0', // what scrolls can be reached by keys, where nothing in it can be edited, too
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onchange(update.state.doc.toString());
      }),
    ],
  });
}

/** A change can only be taken back: there is nobody to accept it. */
function undoOnly(kind: 'accept' | 'reject', action: (event: MouseEvent) => void): HTMLElement {
  if (kind === 'accept') return document.createElement('span');
  const button = document.createElement('button');
  button.className = 'button small';
  button.textContent = 'Undo this change';
  button.addEventListener('mousedown', action);
  return button;
}

/** Where lines of the original are in a text that may have been changed since. */
export function moved({ first, last }: Lines, state: EditorState): Lines {
  const chunks = getChunks(state)?.chunks ?? [];
  const here = (line: number): number => {
    const place = getOriginalDoc(state).line(line).from;
    let by = 0;
    for (const { fromA, toA, fromB, toB } of chunks) {
      if (toA <= place) by = toB - toA;
      else if (fromA <= place)
        return state.doc.lineAt(Math.min(fromB, state.doc.length)).number; // it was changed itself
      else break;
    }
    return state.doc.lineAt(Math.min(place + by, state.doc.length)).number;
  };
  return { first: here(first), last: Math.max(here(first), here(last)) };
}

/** Bring lines into sight without moving the cursor. */
export function reveal(view: EditorView, line: number): void {
  const place = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines))).from;
  view.dispatch({ effects: EditorView.scrollIntoView(place, { y: 'start', yMargin: 40 }) });
}
