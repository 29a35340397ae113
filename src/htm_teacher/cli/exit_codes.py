"""What the command returns to the shell, besides 0."""

WRONG, INTERRUPTED = 2, 130
