"""Make a smaller standard library out of the one that Pyodide brings, and spare the page some compiling.

What a start imports is compiled already, without docstrings; the rest is there as source; and what no
one will ask for on a page (servers, windows, mail, tests) is left out. The same bytes every time.
"""

import importlib.util
import io
import zipfile
from importlib import _bootstrap_external as loading

LIBRARY = "/lib/python314.zip"


def compiled(path, source, optimize, checked):
    """The .pyc of a file. ``checked``: Python takes it only as long as the source is the very same."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=optimize)
    return bytes(loading._code_to_hash_pyc(code, importlib.util.source_hash(source), checked=checked))


def zipped(files):
    """A zip of names and contents, without anything that depends on where and when."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return made.getvalue()


def trimmed(path, started, left_out, libraries):
    """The new standard library, with other libraries in it.

    ``started``: names of the files that a start needs. ``left_out``: files and folders. ``libraries``: name
    and text of each file.
    """
    with zipfile.ZipFile(path) as old:
        sources = {name: old.read(name) for name in old.namelist() if not name.endswith("/")}
    sources |= {name: text.encode() for name, text in libraries.items()}
    files = {}
    for name, data in sources.items():
        parts = name.removesuffix(".py").split("/")
        if name in started:
            files[f"{name}c"] = compiled(f"{LIBRARY}/{name}", data, optimize=2, checked=False)
        elif not any("/".join(parts[:n]) in left_out for n in range(1, len(parts) + 1)):
            files[name] = data
    return zipped(files)


def cached(started, texts):
    """What Python would keep of the textbook after its first import; an edited chapter is compiled anew."""
    files = {}
    for name in started:
        cache = importlib.util.cache_from_source(name, optimization="")
        files[cache] = compiled(f"/textbook/{name}", texts[name].encode(), optimize=0, checked=True)
    return zipped(files)
