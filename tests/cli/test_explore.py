"""htm-teacher explore: the page is opened, or a copy of it with data inside; and nothing else happens."""

import base64
import json
import re
import webbrowser

import pytest

from htm_teacher import RDSE, build, save
from htm_teacher.cli import main
from htm_teacher.page import given

PAGE = b"""<!doctype html><title>x</title>
<script type="application/json" id="first-run">{}</script>
<script id="page">go()</script>
<script type="application/json" id="textbook">"\\u003cscript"</script>
"""


def call(*arguments):
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["explore", *map(str, arguments)])
    return ended.value.code


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A small page in the place of the real one."""
    path = tmp_path / "pages" / given.FILE
    path.parent.mkdir()
    path.write_bytes(PAGE)
    monkeypatch.setattr(given, "find_page", lambda: path)
    return path


@pytest.fixture
def opened(monkeypatch):
    """What a browser was asked to show; there is a screen."""
    asked = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.append(url) or True)
    return asked


@pytest.fixture
def wave(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "wave.csv").write_text("height\n1\n2\n3\n2\n")
    return tmp_path / "wave.csv"


def inside(path):
    """What a page has been given."""
    (text,) = re.findall(
        rb'<script type="application/json" id="given">(.*?)</script>', path.read_bytes(), re.S
    )
    return json.loads(text)


def test_without_a_file_the_page_itself_is_opened(page, opened, capsys):
    assert call() == 0
    assert opened == [page.as_uri()]
    assert capsys.readouterr().out == f"Opened {page}\n"
    assert page.read_bytes() == PAGE


def test_after_ctrl_c_the_page_that_was_written_is_named(page, opened, wave, tmp_path, capsys, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(webbrowser, "open", interrupt)
    assert call(wave, "--out", tmp_path / "lesson.html") == 130
    assert capsys.readouterr() == ("", f"Interrupted; the page is {tmp_path / 'lesson.html'}\n")
    assert (tmp_path / "lesson.html").exists()


def test_a_file_goes_into_a_copy_of_the_page(page, opened, wave, capsys):
    assert call(wave) == 0
    said = capsys.readouterr().out
    path = wave.parent / re.fullmatch(r"Opened (.*)\n", said)[1]
    assert opened == [path.as_uri()]
    assert path.name == "wave.html"
    assert inside(path) == {"name": "wave.csv", "data": base64.b64encode(wave.read_bytes()).decode()}
    before, element, after = re.split(
        rb'(<script type="application/json" id="given">.*?</script>\n)', path.read_bytes()
    )
    assert before + after == PAGE
    assert element
    assert after.startswith(b'<script type="application/json" id="first-run">')


def test_a_machine_goes_into_the_page(page, opened, wave):
    model = build("toy", RDSE(resolution=0.1), "textbook")
    model.step(1.0)
    save(model, "machine.npz")
    assert call("machine.npz", "--out", "lesson.html") == 0
    assert opened == [(wave.parent / "lesson.html").as_uri()]
    assert (
        base64.b64decode(inside(wave.parent / "lesson.html")["data"])
        == (wave.parent / "machine.npz").read_bytes()
    )


def test_a_name_cannot_break_out_of_its_element(page, opened, wave):
    evil = wave.with_name("<!--<script>alert(1)&.csv")
    wave.rename(evil)
    assert call(evil, "--out", "x.html") == 0
    content = (wave.parent / "x.html").read_bytes()
    assert content.count(b"<") == PAGE.count(b"<") + 2
    assert inside(wave.parent / "x.html")["name"] == evil.name


@pytest.mark.parametrize("options", [["--no-browser"], []], ids=["as asked", "without a screen"])
def test_where_no_browser_is_wanted_the_path_is_printed(page, opened, wave, capsys, monkeypatch, options):
    monkeypatch.setattr("sys.platform", "linux")
    for name in () if options else ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert call(wave, "--out", "here.html", *options) == 0
    assert opened == []
    assert capsys.readouterr().out == "The page is here.html\n"
    assert inside(wave.parent / "here.html")["name"] == "wave.csv"


def test_a_browser_that_does_not_start_is_not_said_to_have(page, opened, wave, capsys, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    assert call(wave, "--out", "here.html") == 0
    assert capsys.readouterr().out == "The page is here.html\n"


def test_the_empty_page_can_be_written_too(page, opened, wave):
    assert call("--out", "copy.html", "--no-browser") == 0
    assert (wave.parent / "copy.html").read_bytes() == PAGE


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.csv", None, "none.csv: No such file"),
        ("bad.csv", b"v\n1\n2x\n3\n4\n", "bad.csv, row 3, column 'v': '2x' is not a number"),
        ("empty.csv", b"", "empty.csv: is empty"),
        ("bad.npz", b"PK nonsense", "bad.npz: not a whole snapshot of htm-teacher"),
    ],
)
def test_what_the_page_could_not_read_is_said_here_and_nothing_is_written(
    page, opened, wave, capsys, name, content, message
):
    if content is not None:
        (wave.parent / name).write_bytes(content)
    (wave.parent / "old.html").write_text("old")
    assert call(name, "--out", "old.html") == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {message}")
    assert error.count("\n") == 1
    assert (wave.parent / "old.html").read_text() == "old"
    assert opened == []


def test_a_file_that_is_too_large_is_not_even_read(page, opened, wave, capsys):
    with wave.open("r+b") as file:
        file.truncate(2**26 + 1)
    assert call(wave) == 2
    assert "it is larger than 67,108,864 bytes" in capsys.readouterr().err


def test_the_data_are_never_overwritten(page, opened, wave, capsys):
    assert call(wave, "--out", "wave.csv") == 2
    assert "wave.csv is the given file" in capsys.readouterr().err
    assert wave.read_text().startswith("height")


def test_a_folder_that_is_not_there_is_named(page, opened, wave, capsys):
    assert call(wave, "--out", "nowhere/x.html") == 2
    assert capsys.readouterr().err.startswith("error: nowhere/x.html: No such file or directory")


def test_the_page_is_found_beside_the_package_or_in_it(tmp_path, monkeypatch):
    package = tmp_path / "src" / "htm_teacher"
    (package / "page").mkdir(parents=True)
    monkeypatch.setattr(given, "PACKAGE", package)
    monkeypatch.setattr(given, "__file__", str(package / "page" / "given.py"))
    with pytest.raises(ValueError, match=r"run `make page`"):
        given.find_page()
    (tmp_path / given.FILE).write_bytes(PAGE)
    assert given.find_page() == tmp_path / given.FILE
    (package / "page" / given.FILE).write_bytes(PAGE)
    assert given.find_page() == package / "page" / given.FILE


def test_a_page_that_is_not_whole_is_not_filled(page, opened, wave, capsys):
    page.write_bytes(b"<!doctype html>")
    assert call(wave, "--out", "x.html") == 2
    assert "is damaged" in capsys.readouterr().err
    assert not (wave.parent / "x.html").exists()


def test_the_real_page_has_the_place_where_data_go(tmp_path):
    (tmp_path / "wave.csv").write_text("height\n1\n2\n")
    given.write_page(tmp_path / "x.html", tmp_path / "wave.csv")
    assert inside(tmp_path / "x.html")["name"] == "wave.csv"
    assert (tmp_path / "x.html").stat().st_size > given.find_page().stat().st_size
