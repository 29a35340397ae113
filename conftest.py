"""What pytest leaves alone: examples for a library that is not installed."""

from importlib.util import find_spec

# {library: its page and its module}; the tests of an adapter skip themselves.
EXAMPLES = {
    "pandas": ["docs/frames.md"],
    "pyarrow": ["docs/sweep.md"],
    "pyod": ["docs/pyod.md", "src/htm_teacher/adapters/pyod.py"],
    "pyspark": ["src/htm_teacher/adapters/spark.py"],
    "river": ["docs/river.md", "src/htm_teacher/adapters/river"],
    "sklearn": ["docs/scikit-learn.md", "src/htm_teacher/adapters/sklearn.py"],
}

collect_ignore = [path for library, paths in EXAMPLES.items() if find_spec(library) is None for path in paths]
