"""How things in a document's trail are told of: what an item is called, where a list stands, a text in short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from rus_sheets.documents.nowhere import NOWHERE
from rus_sheets.word.memory.record import plain_text, says_something
from rus_sheets.word.read.bookmarks import Spot
from rus_sheets.word.templates.trail import TrailNode

_SHORT = 80
_LABEL = 60
_REORDER = "Flytta det för hand i dokumentet, eller skriv det på nytt."
_DRAG = "Flytta avsnitten i Word (Visa > Navigeringsfönster, dra rubrikerna), eller skriv dokumentet på nytt."
_MOVES = 3
"""So many sections that are to be moved are named."""


def labels(around: tuple[TrailNode, ...]) -> str:
    """The two innermost items that something stands in."""
    return " › ".join(_cut(label_of(node), _LABEL) for node in around[-2:])


def label_of(node: TrailNode) -> str:
    """What an item is called: its id and name, or what is said about it."""
    return f"{id_of(node.key)} {node.label or first_line(node.text)}".strip()


def id_of(key: str) -> str:
    """The id in an item's key; "" where it has none, as what belongs nowhere."""
    id_ = key.rpartition("/")[2] if "/" in key else ""
    return "" if id_ == NOWHERE else id_


def list_name(spot: Spot | None, around: str = "") -> str:
    """Which list an item stands in: the table, or what it is listed under."""
    if spot and spot.table:
        return f"i tabellen ”{spot.table}”"
    heading = around or (spot.heading if spot else "")
    return f"i listan under ”{heading}”" if heading else "i listan"


def of_order(
    where: str, workbook: str, spot: Spot | None, seen: Sequence[str], wanted: Mapping[str, str]
) -> tuple[str, str]:
    """What to say of items that stand in another order than is ``wanted`` (labels by key), and what to do about it."""
    if spot and spot.place.heading and first_line(spot.text) == short(spot.place.heading):  # sections of their own
        return f"Avsnitten har en annan ordning i {workbook}: {_moves(seen, wanted)}.", _DRAG
    return f"Ordningen {where} är en annan i {workbook}: {short(', '.join(wanted.values()))}.", _REORDER


def of_section(node: TrailNode, around: str) -> str:
    """What to say of a section that people have taken out whole, where the others of its kind still stand."""
    where = f" under ”{around}”" if around else ""
    return f"Avsnittet ”{label_of(node)}” är struket{where}, men de andra som det räknas med står kvar."


def _moves(seen: Sequence[str], wanted: Mapping[str, str]) -> str:
    """What is to be moved, as few of them as can be."""
    keys = list(wanted)
    blocks = SequenceMatcher(None, seen, keys, autojunk=False).get_matching_blocks()
    stay = {key for block in blocks for key in keys[block.b : block.b + block.size]}
    told = []
    for key, after in zip(keys, [*keys[1:], ""], strict=True):
        if key not in stay:
            where = f"före ”{_cut(wanted[after], _LABEL)}”" if after else "sist"
            told.append(f"”{_cut(wanted[key], _LABEL)}” ska stå {where}")
    more = f", och {len(told) - _MOVES} till" if len(told) > _MOVES else ""
    return ", ".join(told[:_MOVES]) + more


def text_of(node: TrailNode | None) -> str:
    """All that is said of it, on one line."""
    return plain_text(node.text) if node else ""


def short(text: str) -> str:
    """The text on one line, cut where it is long."""
    return _cut(plain_text(text), _SHORT)


def cut(text: str, start: int) -> str:
    """The text from there on one line, cut where it is long."""
    return f"{'…' if start else ''}{_cut(text[start:], _SHORT)}"


def first_line(text: str) -> str:
    """The first line that says anything."""
    return next((short(line) for line in text.splitlines() if says_something(line)), "")


def is_short(text: str) -> bool:
    """Can all of it be told?"""
    return len(plain_text(text)) <= _SHORT and "\n" not in text.strip()


def has_words(text: str) -> bool:
    """Is there more in it than signs between words?"""
    return any(character.isalnum() for character in text)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
