"""How the packages that only a part of HTM-Teacher needs are installed."""


def install(extra: str) -> str:
    """The command that installs an extra, as the README gives it.

    >>> install("fast")
    'pip install -e ".[fast]" in the folder of HTM-Teacher'
    """
    return f'pip install -e ".[{extra}]" in the folder of HTM-Teacher'
