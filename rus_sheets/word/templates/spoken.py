"""What a text says as a document's trail has it: a line for each paragraph, item or table row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.texts.content import (
    BulletList,
    Chart,
    DataTable,
    Figure,
    Inline,
    NumberedList,
    Paragraph,
    Run,
    Text,
)
from rus_sheets.texts.text import tame

# Characters that XML takes and that Unicode keeps for programs' own use (Corrigendum 9): no text has them.
FIGURE_OPEN, FIGURE_CLOSE = "\ufdd2", "\ufdd3"
"""Round a figure that has a content control, in what is said in a node: it is compared by itself."""
_OURS = re.compile(f"[\ufdd0-{FIGURE_CLOSE}]")


class Line(Struct, frozen=True):
    """A paragraph or item of a text. ``tag`` and ``title`` are its own cell's, "" where the whole text has one.

    ``simple`` is true for what is all in one look, without links and figures. ``pieces`` are where in it what several
    cells say begins, each with its tag and title. ``is_item`` tells an item from a paragraph.
    """

    text: str
    tag: str = ""
    title: str = ""
    simple: bool = True
    pieces: tuple[tuple[int, str, str], ...] = ()
    is_item: bool = False


def spoken(text: Text) -> str:
    """What is said in it, a line per paragraph, item or table row."""
    return "\n".join(_spoken(text))


def _spoken(text: Text) -> Iterator[str]:
    for block in text.blocks:
        match block:
            case Paragraph(runs=runs):
                yield _joined(runs)
            case BulletList(items=items) | NumberedList(items=items):
                yield from map(_joined, items)
            case DataTable(caption=caption, header=header, rows=rows):
                yield from (caption, "\t".join(header))
                yield from ("\t".join(spoken(cell) for cell in row) for row in rows)
            case Chart(title=title):
                yield title


def figures_in(text: Text) -> Iterator[Figure]:
    """The figures that have a content control in it, in the order that they are said."""
    for block in text.blocks:
        match block:
            case Paragraph(runs=runs):
                found: Iterable[Inline] = runs
            case BulletList(items=items) | NumberedList(items=items):
                found = (run for item in items for run in item)
            case DataTable(rows=rows):
                yield from (figure for row in rows for cell in row for figure in figures_in(cell))
                continue
            case _:
                continue
        yield from (run for run in found if isinstance(run, Figure) and shown_figure(run).startswith(FIGURE_OPEN))


def lines_of(text: Text) -> tuple[Line, ...]:
    """Its paragraphs and items; none for a text with tables or charts in it."""
    found: list[Line] = []
    for block in text.blocks:
        match block:
            case Paragraph(runs=runs):
                found.append(_line(runs))
            case BulletList(items=items) | NumberedList(items=items):
                found += (replace(_line(item), is_item=True) for item in items)
            case _:
                return ()
    return tuple(found)


def _line(runs: Sequence[Inline]) -> Line:
    own = next((run for run in runs if isinstance(run, Run) and run.tag), Run(""))
    pieces = tuple((len(_joined(runs[:at])), run.tag, run.title) for at, run in enumerate(runs) if run.tag)
    return Line(_joined(runs), own.tag, own.title, _is_one_look(runs), pieces if len(pieces) > 1 else ())


def is_simple(text: Text) -> bool:
    """Is it one paragraph in one look, without links and figures?"""
    return len(text.blocks) == 1 and isinstance(text.blocks[0], Paragraph) and _is_one_look(text.blocks[0].runs)


def _is_one_look(runs: Sequence[Inline]) -> bool:
    return all(isinstance(run, Run) and not (run.bold or run.italic or run.link) for run in runs)


def shown_figure(figure: Figure) -> str:
    """A figure in a text, between its characters if it has a control."""
    text = tame(without_signs(figure.text))
    return f"{FIGURE_OPEN}{text}{FIGURE_CLOSE}" if figure.tag and text else text


def without_signs(text: str) -> str:
    """The text without the characters that edges and figures are told by."""
    return _OURS.sub("", text)


def _joined(runs: Sequence[Inline]) -> str:
    return "".join(shown_figure(run) if isinstance(run, Figure) else tame(run.text) for run in runs)
