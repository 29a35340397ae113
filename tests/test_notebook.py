"""The notebook: it runs, what it says is what it prints, and what is stored of it is light.

After a change run ``python tests/test_notebook.py``. It cuts the machine on one page from its file again,
runs the notebook, and stores its output.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from htm_teacher.plot.writers import Palette

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "htm-teacher.ipynb"
ONE_PAGE = ROOT / "src" / "htm_teacher" / "core" / "one_page.py"
PARTS = ["page-encode", "page-pool", "page-remember", "page-read", "page-program"]  # cells that show it
LIMIT = 300  # seconds for a cell; a tenth of that is usual, but compiling and other tests may run beside it
LARGEST_FILE, LARGEST_PICTURE = 1_500_000, 150_000  # bytes
LIVE = {"application/vnd.jupyter.widget-view+json", "text/html"}  # works while it runs, and not in a store
MACHINE = re.compile(r"(?<![\w.<])/(?:" + "work|root|home|tmp|usr|opt" + r")/|[A-Z]:\\|site-packages")
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
PROMISED = {"wave.html", "wave.mp4", "wave.gif", "triangle.png", "demand.png", "pump.csv", "pump.png"}
ESCAPE = re.compile(r"\x1b\[[\d;]*m")  # colours, in a traceback
QUOTED = re.compile(r"`[^`]*`|\]\([^)]*\)")

# What the test does beyond the notebook: it chooses in the widget, for each sequence, and presses its button.
# The widget that shows the output is left out. nbclient answers its messages while it waits for the end of
# the cell, and then may never hear of it: https://github.com/jupyter/nbclient/issues/312
USE_THE_WIDGET = """
import sys
from contextlib import nullcontext

print(sys.executable)
controls.widget.out, controls.widget.clear_output = nullcontext(), False
controls.widget.children[1].value = 100
for sequence in SEQUENCES:
    controls.widget.result = None
    controls.widget.children[0].value = sequence
    controls.widget.manual_button.click()
    print("chosen:", sequence, type(controls.widget.result).__name__)
"""


def read(path=NOTEBOOK):
    return json.loads(path.read_text(encoding="utf-8"))


def text(lines):
    return lines if isinstance(lines, str) else "".join(lines)


def code_cells(notebook):
    return {cell["id"]: cell for cell in notebook["cells"] if cell["cell_type"] == "code"}


def tags(cell):
    return cell["metadata"].get("tags", [])


def printed(cell):
    """All that a cell printed."""
    outputs = [one for one in cell["outputs"] if one["output_type"] == "stream"]
    return "".join(text(one["text"]) for one in outputs)


def pictures(cell):
    """The PNG pictures that a cell shows."""
    found = (one.get("data", {}).get("image/png") for one in cell["outputs"])
    return [b64decode(text(one)) for one in found if one]


def kinds(cells):
    """The kinds of data that the cells show."""
    return {kind for cell in cells.values() for one in cell["outputs"] for kind in one.get("data", [])}


def parts_of_the_page():
    """{cell: the stretch of one_page.py that it shows}, all but the file's docstring."""
    _, _, code = ONE_PAGE.read_text(encoding="utf-8").partition('"""\n\n')
    code = code.strip().replace("from .rng", "from htm_teacher.core.rng")
    return dict(zip(PARTS, re.split(r"\n\n\n(?=# [2-4]\. |if __name__)", code), strict=True))


# What is stored.


@pytest.fixture(scope="module")
def stored():
    return read()


def test_the_form_is_valid(stored):
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.from_dict(stored))
    assert stored["metadata"]["kernelspec"]["name"] == "python3"
    assert stored["metadata"]["language_info"]["name"] == "python"
    assert "widgets" not in stored["metadata"]  # a code host shows no notebook whose widgets it cannot read


def test_every_cell_has_the_output_that_a_reader_looks_for(stored):
    cells = code_cells(stored)
    assert [cell["execution_count"] for cell in cells.values()] == list(range(1, len(cells) + 1))
    bare = {name for name, cell in cells.items() if not cell["outputs"]}
    assert bare == {name for name, cell in cells.items() if "silent" in tags(cell)}
    drawn = {name for name, cell in cells.items() if pictures(cell)}
    assert drawn >= {"contexts", "wave-picture", "why", "towers", "similarity", "explore", "demand", "own"}


def test_it_is_light(stored):
    assert NOTEBOOK.stat().st_size < LARGEST_FILE
    sizes = {name: [len(one) for one in pictures(cell)] for name, cell in code_cells(stored).items()}
    assert {name: most for name, most in sizes.items() if max(most, default=0) > LARGEST_PICTURE} == {}
    assert not kinds(code_cells(stored)) & LIVE


def test_it_knows_no_machine(stored):
    outputs = [one for cell in code_cells(stored).values() for one in cell["outputs"]]
    words = [text(one.get("text", "")) for one in outputs]
    for one in outputs:
        words += [text(data) for kind, data in one.get("data", {}).items() if kind != "image/png"]
    assert [one for one in words if MACHINE.search(one) or " at 0x" in one] == []


def test_every_number_in_its_prose_is_printed_by_a_cell(stored):
    known = set(NUMBER.findall("".join(printed(cell) for cell in code_cells(stored).values())))
    prose = {cell["id"]: text(cell["source"]) for cell in stored["cells"] if cell["cell_type"] == "markdown"}
    said = {name: set(NUMBER.findall(QUOTED.sub("", one))) for name, one in prose.items()}
    assert {name: numbers - known for name, numbers in said.items() if numbers - known} == {}
    assert any(said.values())


def test_it_shows_the_whole_page_as_it_is_in_its_file(stored):
    cells = {name: text(cell["source"]) for name, cell in code_cells(stored).items()}
    assert [name for name in cells if name in PARTS] == PARTS
    assert {name: cells[name] for name in PARTS} == parts_of_the_page()


def test_the_textbook_has_the_numbers_of_the_page(stored):
    table = [line.split() for line in printed(code_cells(stored)["page-program"]).splitlines()[1:]]
    beside = printed(code_cells(stored)["page-textbook"])
    assert [line.split()[:-2] for line in beside.splitlines()[1 : len(table) + 1]] == table
    assert (beside.count("True"), beside.count("False")) == (2 * len(table) + 1, 0)


def test_its_code_is_in_style():
    ruff = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if ruff is None:
        pytest.skip("ruff is not installed")
    for command in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        done = subprocess.run(
            [ruff, *command, NOTEBOOK], check=False, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


# What comes out.


def execute(notebook, folder):
    """Run all cells with this Python, in a folder, and with nothing that a user may have set up.

    In a process of its own: the client leaves sockets open, of which pytest would warn.
    """
    kernel, work = folder / "kernels" / "python3", folder / "work"
    kernel.mkdir(parents=True)
    work.mkdir()
    command = [sys.executable, "-m", "ipykernel_launcher", "--log-level=ERROR", "-f", "{connection_file}"]
    write({"argv": command, "display_name": "Python 3", "language": "python"}, kernel / "kernel.json")
    write(notebook, work / NOTEBOOK.name)
    places = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    ours = {place: str(folder / place.lower()) for place in places}
    ours |= {"JUPYTER_PATH": str(folder), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "jupyter", "execute", f"--timeout={LIMIT}", "--inplace", NOTEBOOK.name]
    done = subprocess.run(
        command, check=False, cwd=work, env=os.environ | ours, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(ESCAPE.sub("", done.stderr), pytrace=False)
    again = read(work / NOTEBOOK.name)
    for cell in code_cells(again).values():
        cell["outputs"] = [one for one in cell["outputs"] if not is_about_compiling(one)]
    return again, work


def is_about_compiling(output):
    """Whether this is what the fast engine says at its first use on a machine, and never again."""
    return output.get("name") == "stderr" and text(output["text"]).startswith("Compiling")


def lightened(notebook):
    """As it is stored: pictures in 256 colours, and nothing that works only while it runs."""
    for cell in code_cells(notebook).values():
        cell["metadata"].pop("execution", None)
        cell["outputs"] = joined([one for one in map(light, cell["outputs"]) if one])
    notebook["metadata"].pop("widgets", None)
    for key in ("version", "nbconvert_exporter", "codemirror_mode"):
        notebook["metadata"]["language_info"].pop(key, None)
    return notebook


def joined(outputs):
    """These outputs, and what was printed one after the other as one text: pieces depend on the speed."""
    whole = []
    for output in outputs:
        if whole and "name" in output and whole[-1].get("name") == output["name"]:
            lines = text(whole[-1]["text"]) + text(output["text"])
            whole[-1]["text"] = lines.splitlines(keepends=True)
        else:
            whole.append(output)
    return whole


def light(output):
    """One output, without what is heavy, or differs from run to run; None if nothing is left."""
    data = output.get("data")
    if data is None:
        return output
    if LIVE & set(data):
        return None
    if "image/png" in data:
        output["data"] = {"image/png": in_few_colours(text(data["image/png"])), "text/plain": ["a picture"]}
        output["metadata"] = {}
    return output


def in_few_colours(code):
    file = io.BytesIO()
    frame = np.asarray(Image.open(io.BytesIO(b64decode(code))).convert("RGB"))
    Palette(frame).picture(frame).save(file, "PNG", optimize=True)
    return b64encode(file.getvalue()).decode("ascii")


def write(notebook, path):
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def codec_and_frames(film):
    """Of an MP4, by ffprobe or by reading it."""
    if shutil.which("ffprobe"):
        command = [
            "ffprobe",
            "-v",
            "error",
            "-of",
            "json",
            "-show_entries",
            "stream=codec_name,nb_frames",
            film,
        ]
        stream = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["streams"][0]
        return stream["codec_name"], int(stream["nb_frames"])
    reading = pytest.importorskip("imageio_ffmpeg")
    return next(reading.read_frames(str(film)))["codec"], reading.count_frames_and_secs(str(film))[0]


def told(cell):
    """What a cell says: its text, and how large its pictures are; not how they are coded."""
    streams = {one["name"] for one in cell["outputs"] if one["output_type"] == "stream"}
    return streams, printed(cell), [Image.open(io.BytesIO(one)).size for one in pictures(cell)]


@pytest.mark.slow
def test_it_runs_and_says_what_is_stored(stored, tmp_path):
    extra = {"cell_type": "code", "id": "used", "metadata": {}, "source": USE_THE_WIDGET}
    extra |= {"execution_count": None, "outputs": []}
    again, work = execute(stored | {"cells": [*stored["cells"], extra]}, tmp_path)

    cells = code_cells(again)
    python, *said = printed(cells.pop("used")).splitlines()
    assert python == sys.executable
    chosen = [line for line in said if line.startswith("chosen: ")]
    assert len(chosen) >= 5
    assert all(one.endswith(" Image") for one in chosen), chosen
    assert kinds(cells) >= LIVE

    renew = "if that is as it should be, run: python tests/test_notebook.py"
    assert {name: told(cell) for name, cell in cells.items()} == {
        name: told(cell) for name, cell in code_cells(stored).items()
    }, renew
    assert {kind for streams, _, _ in map(told, cells.values()) for kind in streams} == {"stdout"}

    out = work / "out"
    assert {path.name for path in out.iterdir()} >= PROMISED
    assert codec_and_frames(out / "wave.mp4") == ("h264", 100)
    with Image.open(out / "wave.gif") as moving:
        assert (moving.format, moving.size, moving.n_frames) == ("GIF", (640, 360), 50)
    assert (out / "wave.html").read_text(encoding="utf-8").count('<script class="frame"') == 100


def renew():
    """Cut the page from its file, run the notebook, and store what comes out."""
    notebook = read()
    for name, source in parts_of_the_page().items():
        code_cells(notebook)[name]["source"] = source.splitlines(keepends=True)
    with tempfile.TemporaryDirectory() as folder:
        notebook, _ = execute(notebook, Path(folder))
    write(lightened(notebook), NOTEBOOK)
    print(f"{NOTEBOOK.name}: {NOTEBOOK.stat().st_size:,} bytes")


if __name__ == "__main__":
    renew()
