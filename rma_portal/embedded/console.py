"""Our own words go to stderr: stdout belongs to the command that somebody may be piping."""

import sys


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def announce(text: str) -> None:
    """For the few lines that others wait for or keep."""
    print(text, flush=True)  # noqa: T201


def progress(text: str, *, ends: bool = False) -> None:
    """One line that rewrites itself on a terminal and grows line by line in a log."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="\n" if ends else "", file=sys.stderr, flush=True)  # noqa: T201
    else:
        say(text)
