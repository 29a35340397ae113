"""The exit codes of the command, besides 0."""

WRONG, INTERRUPTED = 2, 130
