"""Find sentences that read like a translation: ``python docs/make/prose.py [PATH ...]``, part of `make lint`.

The check reads the pages, and every comment and string of the package: docstrings, help and messages. It
skips code: fenced blocks and `quoted` names in a page, doctests and ``quoted`` names in a docstring.

If a pattern is right in one place, allow it there with a reason: ``# prose-ok: REASON`` at the end of the
line, or in a page ``<!-- prose-ok: REASON -->``. An allowance without a reason, or without need, is reported.
"""

import io
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CHECKED = (
    *("*.md", "*.ipynb", "docs/**/*.md", "docs/**/*.rst"),
    *("docs/make/*.py", "src/**/*.md", "src/**/*.py"),
)

# What not to say: what to say instead. Patterns match whole words in any case; a space also matches the end
# of a line.
THINGS = (
    "cell|segment|column|synapse|input|pooler|memory|classifier|machine|model|encoder|kernel|engine|page|file"
)
ARTICLE = "a|an|the|its|this|that|no|every|each|any"
RULES = {
    r"anew": "again",
    r"by (itself|themselves)": "automatically, or alone",
    r"(is|are|was|were|be) (not |yet |already |still )*there(?! (a|an|any|no|more|where))": "exist",
    r"there where": "where",
    r"(is|are|was|were|be|been) born|born with": "is created, starts with",
    r"hear|hears|heard|hearers?|hearing|listen|listens|listened|listeners?|listening": "has a synapse from",
    r"speak|speaks|spoke|spoken|speaking|speakers?": "is active, or says",
    r"(in|of|with) (which|what|whose|their|its|this|that|the same) company|company": "context, or together",
    rf"(it|{THINGS})s? (want|wants|wanted)": "needs, tries to",
    rf"({THINGS})s? (know|knows|knew)|(know|knows|knew) (nothing|of no)": "stores, has learned",
    r"(that|those|this|these) (of |to |in |with |from )?which": "the thing's name",
    rf"({ARTICLE}) (\w+ )?(new|old|older|newer|fresh|other|earlier|later) ones?": "the thing's name",
    r"(a|an) \w+ one": "the thing's name",
    r"one of (texts|numbers|old)": "text, numbers",
    r"of old": "older, earlier",
    r"of late": "recently",
    r"so many(?! that)": "the number's name, or this number of",
    r"(go|goes|going|gone|went) on": "continues",
    r"as (it|they) (was|were) before": "unchanged",
    r"half as \w+ again": "one and a half times",
    r"(?<=,\s)be (it|they|the|there)": "whether",
    r"the \w+ of which": "whose, or a sentence of its own",
    r"there(by|in|of|upon|with)|where(of|in|upon|with)|here(of|in|upon|with)": "a plain word",
    r"(is|are|was|were|be) of (no )?(any )?use": "is useful",
    r"(in|on) (its|their|his) stead": "instead",
    r"for want of": "for lack of, without",
    r"costs? (a|each)": "takes, needs",
    r"in the time (of|in) which": "meanwhile",
    r"(has|have|had|with) none of (those|these|them)": "say what is missing",
}
GAP = r"(?:[ \t]+|[ \t]*\n[ \t]*)"  # the end of a line, but not of a paragraph
BANNED = [
    (re.compile(rf"(?<![\w-])(?:{bad.replace(' ', GAP)})(?![\w-])", re.IGNORECASE), good)
    for bad, good in RULES.items()
]
ALLOWED = re.compile(r"prose-ok:[ \t]*(.*?)[ \t]*(?:-->.*)?$")


class Finding(NamedTuple):
    """A banned pattern: where it is, its words, and what to do."""

    path: str
    line: int
    found: str
    cure: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.found!r}: {self.cure}"


# Prose is a file's text with "\0" in place of everything else, so that each word keeps its place.

CODE = {
    ".md": re.compile(r"^ *(```|~~~).*?^ *\1|<!--.*?-->|`[^`]*`|\]\([^)]*\)", re.MULTILINE | re.DOTALL),
    ".rst": re.compile(r"^ *\.\. .*$|^ +:[\w-]+:.*$|``[^`]*``|(:\w+:)?`[^`]*`", re.MULTILINE),
    ".py": re.compile(r"^[ \t]*(>>>|\.\.\. ).*$|``[^`]*``|`[^`\n]*`", re.MULTILINE),
}
CODE[".ipynb"] = CODE[".md"]
MARKDOWN_CELL = re.compile(r'"cell_type": "markdown",.*?"source": \[\n(.*?)\n   \]', re.DOTALL)
AROUND_A_LINE = re.compile(r'^ *"|(\\n)?",?$', re.MULTILINE)  # how JSON writes a line of text
QUOTES = re.compile(r"[bfrtu]{0,2}(\"\"\"|\'\'\'|\"|\')", re.IGNORECASE)
BETWEEN = re.compile(rf"[\s\"\']*(?:{QUOTES.pattern})?", re.IGNORECASE)


def hidden(text: str) -> str:
    """Replace each character, except ends of lines, by one that no pattern matches."""
    return re.sub(r"[^\n]", "\0", text)


def blank(text: str) -> str:
    """Replace each character, except ends of lines, by a space."""
    return re.sub(r"[^\n]", " ", text)


def unquoted(literal: str) -> str:
    """A string literal with spaces in place of its quotes and line breaks."""
    opening = QUOTES.match(literal)
    if opening:  # the middle of an f-string, a token of its own since Python 3.12, has none
        closing = literal[-len(opening[1]) :]
        literal = blank(opening[0]) + literal[opening.end() : -len(closing)] + blank(closing)
        if "f" in opening[0].lower():
            literal = re.sub(r"\{[^{}]*\}", lambda code: hidden(code[0]), literal)
    return literal.replace("\\n", "  ")


def texts(source: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of each comment and each string in Python source."""
    starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        start, end = (starts[line - 1] + column for line, column in (token.start, token.end))
        if token.type == tokenize.COMMENT:
            yield start, end, " " + source[start + 1 : end]
        elif tokenize.tok_name[token.type] in {"STRING", "FSTRING_MIDDLE"}:
            yield start, end, unquoted(source[start:end])


def prose_of_python(source: str) -> str:
    """Comments and strings. Strings that Python joins, and comments line after line, stay one text."""
    parts, at = [], 0
    for start, end, words in texts(source):
        between = source[at:start]
        parts += [blank(between) if BETWEEN.fullmatch(between) else hidden(between), words]
        at = end
    return "".join([*parts, hidden(source[at:])])


def prose_of_notebook(source: str) -> str:
    """The cells of Markdown in a notebook."""
    parts, at = [], 0
    for cell in MARKDOWN_CELL.finditer(source):
        parts += [hidden(source[at : cell.start(1)]), AROUND_A_LINE.sub(lambda json: blank(json[0]), cell[1])]
        at = cell.end(1)
    return "".join([*parts, hidden(source[at:])])


def prose(path: Path) -> str:
    """The prose of a page, a notebook or a Python file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = prose_of_python(text)
    elif path.suffix == ".ipynb":
        text = prose_of_notebook(text)
    return CODE[path.suffix].sub(lambda code: hidden(code[0]), text)


def findings(path: Path) -> Iterator[Finding]:
    """The banned patterns in a file that no reason allows, and the allowances that are wrong."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    lines = path.read_text(encoding="utf-8").splitlines()
    reasons = {i: allowed[1] for i, line in enumerate(lines, 1) if (allowed := ALLOWED.search(line))}
    text, used = prose(path), set()
    for pattern, better in BANNED:
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            used.add(line)
            if line not in reasons:
                yield Finding(name, line, " ".join(match[0].split()), f"say instead: {better}")
    for line, reason in reasons.items():
        if not reason:
            yield Finding(name, line, "prose-ok", "give a reason")
        elif line not in used:
            yield Finding(name, line, "prose-ok", "remove it: nothing on this line needs it")


def checked(named: Sequence[str]) -> list[Path]:
    """The files to check: those named, those in a named folder, or all."""
    paths = sorted({path for pattern in CHECKED for path in ROOT.glob(pattern)} - {Path(__file__).resolve()})
    places = [Path(place).resolve() for place in named] or [ROOT]
    return [path for path in paths if any(path.is_relative_to(place) for place in places)]


def main(named: Sequence[str]) -> int:
    """Print what to rewrite; the exit code is 1 if there is anything."""
    files = checked(named)
    found = sorted(finding for path in files for finding in findings(path))
    for finding in found:
        print(finding)
    print(f"Prose: {len(found)} to rewrite" if found else f"Prose: {len(files)} files are clean")
    return int(bool(found) or not files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
