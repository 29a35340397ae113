"""``python -m htm_teacher`` is the command, for where scripts are not on the path."""

from .cli import main

main()
