"""``*`` and ``?`` in names of files, which Windows' shells leave to the programs."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path


def spread(words: Iterable[str]) -> Iterator[str]:
    """The words, with the names of the files in the place of one that has ``*`` or ``?`` and is no file's name.

    All other signs mean themselves, as they do in Windows' shells: ``verksamhet[1].xlsx`` is what a browser calls the
    second file that it fetches, and ``$OS.xlsx`` and ``~bok.xlsx`` are names too. Quotation marks make no difference,
    since nothing tells of them here.
    """
    for word in words:
        is_pattern = not word.startswith("-") and any(mark in word for mark in "*?") and not Path(word).exists()
        yield from (is_pattern and sorted(glob.glob(word.replace("[", "[[]")))) or [word]  # noqa: PTH207 - as it is typed
