"""What ``refresh`` makes of a document, in memory: ``verify`` asks it what would be put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.documents.sources import Sources
from rus_sheets.office.zipwrite import with_members
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.beside import compare, declared_of
from rus_sheets.usecases.edited.contents_told import CONTENTS
from rus_sheets.usecases.edited.grafting import Grafting
from rus_sheets.usecases.edited.mending import Mended, Mending
from rus_sheets.usecases.edited.remembering import with_written
from rus_sheets.usecases.edited.wordsaround import misfits
from rus_sheets.usecases.edited.written_anew import written_anew
from rus_sheets.word.chart.chartread import figureless
from rus_sheets.word.edit.refill import Filling, as_printed, refilled
from rus_sheets.word.edit.relisted import relisted
from rus_sheets.word.memory.record import checksum, read_record, record_part, record_xml, with_sums
from rus_sheets.word.parts.edited_package import WordPackage

_ROUNDS = 7
"""What is put in place in one can be put in order, and given its texts, in the next."""


class Righted(Struct, frozen=True):
    """The document's bytes with today's figures, texts and lists.

    ``mended`` is what was done to texts and lists, ``not_redrawn`` are the parts of the charts that couldn't be drawn
    anew, and ``after`` is the comparison with what it says then. ``relisted`` tells that the table of contents is new.
    """

    data: bytes
    mended: tuple[Mended, ...]
    not_redrawn: frozenset[str]
    after: DocumentComparison
    relisted: bool = False


def put_right(package: WordPackage, before: DocumentComparison) -> Righted:
    """Today's figures into their controls and charts, and today's texts and lists where that is safe.

    Figures that the words around them don't fit are found out by putting them in, and then left as they are.
    """
    today = before.trails.now.text if before.trails else ""
    while True:
        made = _put_right(package, before)
        unfit = before.unfit | misfits(before.turned, made.after.readings, today)
        if unfit == before.unfit:
            return made
        before = replace(before, unfit=unfit)


def _put_right(package: WordPackage, before: DocumentComparison) -> Righted:
    texts = [Filling(reading.control, reading.span, reading.today) for reading in before.changed]
    made = refilled(package, texts, before.stale_charts)
    not_redrawn = frozenset(seen.part for seen in made.not_redrawn)
    alts = {seen.alt: chart.alt for seen, chart in before.stale_charts if seen.part not in not_redrawn}
    filled = package if made.data == package.data else _with_alts(WordPackage(package.path, made.data), alts)
    says = before if filled is package else _again(filled, before)
    data, mended, after = _mended(with_written(filled, says) if texts else filled, says)
    package = WordPackage(package.path, data)
    listed = relisted(package)
    if listed != data:
        package = WordPackage(package.path, listed)
        mended.append(Mended(CONTENTS, "", CONTENTS, "", "", "skriven efter rubrikerna"))
        after = _again(package, after)
    return Righted(listed, tuple(mended), not_redrawn, after, relisted=listed != data)


def _again(package: WordPackage, before: DocumentComparison) -> DocumentComparison:
    """What the document says after a change, beside the same workbook."""
    return compare(package, before.book, before.sources, before.previous, before)


def _with_alts(package: WordPackage, alts: Mapping[str, str]) -> WordPackage:
    """The document with its charts' new texts remembered, where more than their figures is new."""
    sums = {checksum(figureless(old)): checksum(figureless(new)) for old, new in alts.items()}
    news = {old: new for old, new in sums.items() if old != new}
    record = read_record(package) if news else None
    if record is None:
        return package
    xml = record_xml(replace(record, trail=with_sums(record.trail, news)))
    return WordPackage(package.path, with_members(package, {record_part(package): xml}))


def _mended(package: WordPackage, after: DocumentComparison) -> tuple[bytes, list[Mended], DocumentComparison]:
    """The document with its texts and lists put right where that is safe, what was done, and what it says then.

    ``after`` is what it says as it is given.
    """
    book, known, last = after.book, after.sources, after.previous
    done: list[Mended] = []
    fresh: WordPackage | None = None
    for _ in range(_ROUNDS):
        record = read_record(package)
        if record is None or after.trails is None:
            break
        mending = Mending(package, record, after.trails)
        data, new = mending.data(), mending.done
        if not new and after.trails.find():
            declared = declared_of(record, book)
            fresh = fresh or (written_anew(declared, record, book, last) if declared else None)
            if fresh is not None:
                grafting = Grafting(package, record, after.trails, fresh, _today(known), after.unfit)
                data, new = grafting.data(), grafting.done
        if not new:
            break
        package = WordPackage(package.path, data)
        done += new
        after = _again(package, after)
    return package.data, done, after


def _today(known: Sources) -> Callable[[str], str]:
    """What the figure with a tag says today."""

    def says(tag: str) -> str:
        source = known.find(tag)
        return as_printed(source.text) if source else ""

    return says
