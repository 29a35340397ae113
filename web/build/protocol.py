"""Write web/src/protocol.ts from the types in src/htm_teacher/page: python web/build/protocol.py

The types are read as text, so nothing has to be installed, and the comments come along. The layout is that of
Prettier. A test compares the file with what is written here.
"""

import ast
import io
import tokenize
from pathlib import Path

WEB = Path(__file__).resolve().parents[1]
PAGE = WEB.parent / "src" / "htm_teacher" / "page"
OUT = WEB / "src" / "protocol.ts"
WIDTH = 110
SIMPLE = {"int": "number", "float": "number", "str": "string", "bool": "boolean"}


def protocol() -> str:
    """The text of protocol.ts."""
    text = (PAGE / "protocol.py").read_text(encoding="utf-8")
    module, remarks = ast.parse(text), comments(text)
    about = (ast.get_docstring(module) or "").rpartition("\n\n")[0].replace("``", "`")
    parts = [f"// Made by web/build/protocol.py from src/htm_teacher/page.\n//\n{slashed(about)}"]
    for one in module.body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            parts.append(alias(one.targets[0].id, one.value, remarks.get(one.end_lineno or 0, "")))
        elif isinstance(one, ast.ClassDef):
            parts.append(interface(one, remarks))
    every = [*methods("commands.py", "Commands"), *methods("session.py", "Session", ["_edit"])]
    body = "".join(map(command, every))
    parts.append(
        f"/** Each command with its arguments and its answer. */\nexport interface Commands {{\n{body}}}"
    )
    return "\n\n".join(parts) + "\n"


def alias(name: str, value: ast.expr, remark: str) -> str:
    """A name for a type, on as few lines as Prettier would take."""
    options = typescript(value)
    line = f"export type {name} = {options};"
    if len(line) > WIDTH:
        line = f"export type {name} =\n  {options};"
    return line + remark


def interface(kind: ast.ClassDef, remarks: dict[int, str]) -> str:
    """A TypedDict."""
    total = not any(one.arg == "total" for one in kind.keywords)
    lines = [documented(kind), f"export interface {kind.name} {{"]
    for one in kind.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            maybe = "?" * (not total or ast.unparse(one.annotation).startswith("NotRequired"))
            remark = remarks.get(one.end_lineno or 0, "")
            lines.append(f"  {one.target.id}{maybe}: {typescript(one.annotation)};{remark}")
    return "\n".join([*lines, "}"])


def command(method: ast.FunctionDef) -> str:
    """A method, as a field of the interface of all commands."""
    names, optional = method.args.args[1:], len(method.args.args) - len(method.args.defaults)
    given = [
        f"{one.arg}{'?' * (place >= optional)}: {typescript(one.annotation)}"
        for place, one in enumerate(names, 1)
        if one.annotation
    ]
    taken = f"{{ {'; '.join(given)} }}" if given else "Record<string, never>"
    answer = typescript(method.returns) if method.returns else "unknown"
    lines = [
        documented(method),
        f"{method.name.strip('_')}: {{",
        f"  in: {taken};",
        f"  out: {answer};",
        "};",
    ]
    return "".join(f"  {line}\n" for line in "\n".join(lines).splitlines())


def typescript(node: ast.expr) -> str:
    """A Python type as one of TypeScript."""
    match node:
        case ast.Constant(value=None):
            return "null"
        case ast.Constant(value=str(text)):
            return f"'{text}'"
        case ast.Name(id=name):
            return SIMPLE.get(name, name)
        case ast.Attribute(attr=name):
            return name
        case ast.BinOp(left=left, right=right):
            return f"{typescript(left)} | {typescript(right)}"
        case ast.Subscript(value=ast.Name(id=generic), slice=inner):
            inside = [*map(typescript, inner.elts)] if isinstance(inner, ast.Tuple) else [typescript(inner)]
            return {
                "list": f"({inside[0]})[]" if " | " in inside[0] else f"{inside[0]}[]",
                "dict": f"Record<{', '.join(inside)}>",
                "tuple": f"[{', '.join(inside)}]",
                "Literal": " | ".join(inside),
                "NotRequired": inside[0],
            }[generic]
    raise ValueError(f"{ast.unparse(node)} has no TypeScript here: add it")


def methods(file: str, owner: str, only: list[str] | None = None) -> list[ast.FunctionDef]:
    """The public methods of a class, or only these."""
    tree = ast.parse((PAGE / file).read_text(encoding="utf-8"))
    (kind,) = (one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == owner)
    every = [one for one in kind.body if isinstance(one, ast.FunctionDef)]
    return [one for one in every if (one.name in only if only else not one.name.startswith("_"))]


def documented(node: ast.ClassDef | ast.FunctionDef) -> str:
    """The first sentence of a docstring, as a comment."""
    return f"/** {(ast.get_docstring(node) or '').partition(chr(10))[0].replace('``', '`')} */"


def comments(text: str) -> dict[int, str]:
    """The comment at the end of each line, as TypeScript writes it."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    found = {one.start[0]: one.string for one in tokens if one.type == tokenize.COMMENT}
    return {row: f" //{said.removeprefix('#')}".replace("None:", "null:") for row, said in found.items()}


def slashed(text: str) -> str:
    """A text as lines of comment."""
    return "\n".join(f"// {line}".rstrip() for line in text.splitlines())


if __name__ == "__main__":
    OUT.write_text(protocol(), encoding="utf-8", newline="\n")
