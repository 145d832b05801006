"""Figures of ours that stand where others belong: under another's heading, in another's row or column, or in its words.

The document remembers where each belongs. People may move whole sections, cut and add: only what a reader would take
for another's is told of, and what stands under a heading that has been written anew is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.sources import Sources
from rus_sheets.texts.known_figures import FigureKey, above
from rus_sheets.texts.measures import measure_in
from rus_sheets.usecases.edited.disagreement import Disagreement, DisagreementKind
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.trailwords import short
from rus_sheets.word.memory.homes import Home, homes_by_tag
from rus_sheets.word.memory.record import checksum
from rus_sheets.word.read.controls import HOLE, DocumentLine
from rus_sheets.word.read.standing import Stand, stands_in

_BACK = "Flytta tillbaka uppgiften med sitt fält i Word, eller skriv dokumentet på nytt. refresh flyttar ingenting."
_UNIT = "Ändra tillbaka enheten i Word. refresh sätter in värdet i den enhet som arbetsboken har."


class Astray(Struct, frozen=True):
    """A figure that stands where another belongs; ``is_of_column`` tells that the words over its column do it."""

    line: DocumentLine
    tag: str
    said: str
    message: str
    is_of_column: bool = False
    remedy: str = _BACK

    def told(self) -> Disagreement:
        """What is wrong with it, and what to do."""
        place = str(self.line.place)
        return Disagreement(DisagreementKind.MISPLACED, place, self.tag, "", self.said, "", self.message, self.remedy)


class Homes:
    """Where the controls belong (``remembered``) and where they stand."""

    def __init__(self, book: Book, sources: Sources, remembered: Sequence[Home], lines: Sequence[DocumentLine]) -> None:
        self._sources, self._names = sources, RowNames(book)
        self._known = set(remembered)
        self._homes = homes_by_tag(remembered)
        self._with_words: dict[object, list[Home]] = {}
        self._with_text: dict[object, list[Home]] = {}
        for home in remembered:
            self._with_words.setdefault(_words(home), []).append(home)
            for text in dict.fromkeys(home.texts) if home.heads else ():
                self._with_text.setdefault((home.heads, text), []).append(home)
        self.stands = tuple(stands_in(lines)) if remembered else ()
        self._now = homes_by_tag(stand.home for stand in self.stands)
        every = [row for table in book.tables.values() for row in table.rows if row.id]
        self._rows = {(row.table.key, row.id): row for row in every}
        self._by_id: dict[str, list[Row]] = {}
        for row in every:
            self._by_id.setdefault(row.id, []).append(row)

    def astray(self) -> Iterator[Astray]:
        """Each figure that stands where another belongs; of a line or a row the first."""
        columns = set[tuple[int, str]]()
        for stand in self.stands:
            found = next(self._of(stand), None) if stand.home not in self._known else None
            if found:
                column = (found.line.cell.place[0], found.line.cell.header if found.is_of_column else "")
                if not found.is_of_column or column not in columns:  # all of a column stand under the same words
                    yield found
                columns.add(column)

    def renamed(self) -> tuple[str, ...]:
        """What people call columns of ours that was called something else, with what the workbook calls them."""
        found: dict[tuple[str, str], str] = {}
        for stand in self.stands:
            if stand.home not in self._known and stand.home.heads and not next(self._of(stand), None):
                for place, tag in enumerate(stand.home.tags):
                    if self._is_renamed(stand.home, place):
                        line = _line_of(stand, place)
                        name = tag.rpartition("/")[2] if tag.count("/") > 1 else self._title(tag)
                        found.setdefault((line.cell.header, line.place.table), name)
        return tuple(
            f"Kolumnen ”{short(head)}”{f' i tabellen ”{table}”' if table else ''} har fått sitt namn i dokumentet: den "
            f"jämförs med arbetsbokens ”{header}”."
            for (head, table), header in found.items()
        )

    def _of(self, stand: Stand) -> Iterator[Astray]:
        for place, tag in enumerate(stand.home.tags):
            if tag in self._homes:
                line, in_row = _line_of(stand, place), bool(stand.home.heads)
                measure = self._by_measure(stand, place)
                of_column = measure or (self._by_column(stand, place) if in_row else "")
                why = (
                    of_column
                    or (self._by_row(stand, place) if in_row else "")
                    or self._by_heading(stand, place)
                    or self._by_words(stand.home, place)
                )
                if why:
                    said = next(text for held, text in line.holes if held == tag)
                    message = f"{self._title(tag)}: {why}"
                    remedy = _UNIT if measure else _BACK
                    yield Astray(line, tag, said, message, in_row and bool(of_column), remedy)

    # -------------------------------------------------------------- in what is it wrong

    def _by_measure(self, stand: Stand, place: int) -> str:
        """Is it said to be thousands, where it is ones?"""
        home, tag = stand.home, stand.home.tags[place]
        known = {
            measure
            for one in self._homes[tag]
            for held, measure in zip(one.tags, one.measures, strict=True)
            if held == tag and measure
        }
        now = home.measures[place]
        if not now or not known or now in known:
            return ""
        head = _line_of(stand, place).cell.header
        where = f"i kolumnen ”{short(head)}”" if measure_in(head) == now else "där den står"
        return f"enheten är {now} {where}, men uppgiften är i {' eller '.join(sorted(known))}."

    def _by_column(self, stand: Stand, place: int) -> str:
        home, tag = stand.home, stand.home.tags[place]
        head = home.heads[place]
        rows = [one for one in self._homes[tag] if one.heads]
        own = {one.heads[at] for one in rows for at, held in enumerate(one.tags) if held == tag}
        others = {one.heads[at] for one in rows for at, held in enumerate(one.tags) if held != tag}
        if not own or head in own or head not in others or not head:
            return ""
        return f"uppgiften står i kolumnen ”{short(_line_of(stand, place).cell.header)}”, där en annan hör hemma."

    def _by_row(self, stand: Stand, place: int) -> str:
        """Is it with the label or the figures of another row of its table?"""
        home, tag = stand.home, stand.home.tags[place]
        rows = [one for one in self._homes[tag] if one.heads == home.heads]
        if not rows or any(set(one.texts) == set(home.texts) and one.tags == home.tags for one in rows):
            return ""
        mates, beside = {mate for one in rows for mate in one.tags if mate != tag}, {*home.tags} - {tag}
        own = {text for one in rows for text in one.texts}
        is_by_its_name = bool(home.label) and home.label in own
        apart = mates and beside and not is_by_its_name and not mates & beside and any(map(self._now.get, mates))
        for line in stand.lines:
            text = checksum(line.text.replace(HOLE, " "))
            if text in own or not text:
                continue
            theirs = [one for one in self._with_text.get((home.heads, text), ()) if tag not in one.tags]
            if len(theirs) == 1 and (text == home.label == theirs[0].label or self._names.named(line.full.strip(), ())):
                return f"uppgiften står på raden ”{short(line.full)}”, där en annan hör hemma."
        name = short(stand.lines[0].cell.label)
        return f"uppgiften står på raden ”{name}”, där en annan hör hemma." if apart else ""

    def _by_heading(self, stand: Stand, place: int) -> str:
        home, tag = stand.home, stand.home.tags[place]
        rows = self._by_id.get(tag.split("/")[1], ()) if tag.count("/") > 1 else ()
        if not rows or home.heading in {one.heading for one in self._homes[tag]}:
            return ""
        line = _line_of(stand, place)
        heading, keys = self._under(line.headings)
        own = {row_id for row in rows for _, row_id in self._upper((row.table.key, row.id))}
        if not keys or any(row_id in own for _, row_id in keys):
            return ""
        name = next((row.title for row in rows if row.title), "")
        said = " ".join(one.full for one in stand.lines)
        if (name and name.casefold() in said.casefold()) or re.search(rf"\b{re.escape(rows[0].id)}\b", said):
            return ""
        called = f"{rows[0].id} ”{name}”" if name else rows[0].id
        return f"uppgiften är om {called}, men står under rubriken ”{short(heading)}”."

    def _by_words(self, home: Home, place: int) -> str:
        """Is it within words that another figure belongs in?"""
        if not any((*home.texts, *home.heads)):
            return ""
        tag = home.tags[place]
        alike = self._with_words.get(_words(home), ()) or [
            one for one in self._homes[tag] if _is_turned(one, home, place)
        ]
        if not alike or any(one.tags[place] == tag for one in alike):
            return ""
        return f"uppgiften står där {self._title(alike[0].tags[place])} hör hemma."

    def _is_renamed(self, home: Home, place: int) -> bool:
        tag = home.tags[place]
        rows = [one for one in self._homes.get(tag, ()) if one.heads and one.texts == home.texts]
        return bool(rows) and not any(home.heads[place] in one.heads for one in rows)

    # -------------------------------------------------------------- rows

    def _title(self, tag: str) -> str:
        source = self._sources.find(tag)
        return source.title if source else tag.replace("/", " ", 1).replace("/", ", ")

    def _under(self, headings: Sequence[str]) -> tuple[str, list[FigureKey]]:
        """The innermost heading that is the name of a row with figures, and those rows."""
        if headings not in self._headings:
            found: tuple[str, list[FigureKey]] = ("", [])
            for count in range(len(headings), 0, -1):
                keys = self._names.counted(self._names.named(headings[count - 1], headings[: count - 1]))
                if keys:
                    found = headings[count - 1], keys
                    break
            self._headings[tuple(headings)] = found
        return self._headings[tuple(headings)]

    @cached_property
    def _headings(self) -> dict[Sequence[str], tuple[str, list[FigureKey]]]:
        return {}

    def _upper(self, key: FigureKey, known: frozenset[FigureKey] = frozenset()) -> Iterator[FigureKey]:
        """The row and all that it belongs to."""
        if key in known:
            return
        yield key
        row = self._rows.get(key)
        for upper in above(row) if row else ():
            yield from self._upper(upper, known | {key})


def _words(home: Home) -> object:
    """What stands around the controls of a line or a row."""
    return home.heading, home.texts, home.heads, len(home.tags)


def _is_turned(one: Home, now: Home, place: int) -> bool:
    """Does another of the same line's figures belong at that place, by the words before it?

    Those after a figure follow its number (``1 arbetsdag``, ``4 arbetsdagar``) and needn't be the same.
    """
    same_line = not now.heads and one.heading == now.heading and sorted(one.tags) == sorted(now.tags)
    return same_line and now.texts[place] != "" and one.texts[place] == now.texts[place]


def _line_of(stand: Stand, place: int) -> DocumentLine:
    """The line that the control with that place in it stands on."""
    every = [line for line in stand.lines for _ in line.holes]
    return every[place]
