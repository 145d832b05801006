"""How a document's table of contents differs from its headings, told to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rus_sheets.texts.text import enumerated
from rus_sheets.usecases.edited.disagreement import Disagreement, DisagreementKind
from rus_sheets.usecases.edited.trailwords import short
from rus_sheets.word.parts.contents import Apart

CONTENTS = "Innehållsförteckningen"
_IN_WORD = "Högerklicka på den i Word och välj Uppdatera fält, Uppdatera hela tabellen."
_MOST = 3
"""So many lines of a kind are named; the rest are counted."""


def told_of_contents(contents: Apart) -> Iterator[Disagreement]:
    """One for all that differs; none where nothing does."""
    if contents:
        message = f"{CONTENTS} följer inte rubrikerna: {'; '.join(_faults(contents))}."
        yield Disagreement(
            DisagreementKind.CONTENTS, CONTENTS, "", "", "", "", message, _IN_WORD, DisagreementKind.CONTENTS
        )


def _faults(contents: Apart) -> Iterator[str]:
    kinds = (
        (contents.lacking, "saknas", "saknas"),
        (contents.extra, "är ingen rubrik", "är inga rubriker"),
        (contents.moved, "står på fel plats", "står på fel plats"),
        (contents.astray, "leder inte till sin rubrik", "leder inte till sina rubriker"),
    )
    for lines, one, many in kinds:
        if lines:
            yield f"{_named(lines)} {one if len(lines) == 1 else many}"


def _named(lines: Sequence[str]) -> str:
    more = [f"{len(lines) - _MOST} till"] if len(lines) > _MOST else []
    return enumerated([*(f"”{short(line)}”" for line in lines[:_MOST]), *more])
