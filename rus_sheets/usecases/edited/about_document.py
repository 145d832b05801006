"""What is to be known of a document as a whole: that nothing tells whose it is, or that its template has been changed.

What a document says is compared with what the template that it remembers gives today. A template of ours may say more
by now, or less: that is named, since ``refresh`` puts in only what the document's own template had.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from rus_sheets.errors import UserError
from rus_sheets.resources import folder
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.beside import declared_of, last_year_in, names_of
from rus_sheets.usecases.edited.same_workbook import UNSURE
from rus_sheets.usecases.edited.trailwords import has_words, short
from rus_sheets.word.memory.record import OWN, bare, fingerprint, followed, uncounted

_MOST = 5
"""So many sentences are named; the rest are counted."""
_ALIKE = 0.5
"""How much a template has in common with ours, at least, if it is an earlier one of ours."""


def about_document(comparison: DocumentComparison, *, sure: bool) -> tuple[str, ...]:
    """In Swedish; ``sure`` tells whether it is seen to be of this workbook."""
    return (*([] if sure else [UNSURE]), *_of_template(comparison), *comparison.by_hand.homes.renamed())


def _of_template(comparison: DocumentComparison) -> Iterator[str]:
    before, after = _then_and_now(comparison)
    pairs = SequenceMatcher(a=[_key(line) for line in before], b=[_key(line) for line in after], autojunk=False)
    if pairs.ratio() < _ALIKE:
        return
    more: list[str] = []
    less: list[str] = []
    for kind, start, end, first, last in pairs.get_opcodes():
        if kind != "equal":
            heading = _heading(comparison, after[:first])
            more += (f"”{short(line)}”{heading}" for line in after[first:last] if not _stands(comparison, line))
            less += (f"”{short(line)}”{heading}" for line in before[start:end] if _stands(comparison, line))
    if more or less:
        yield "Dokumentet är skrivet med en tidigare mall. Mallens egna ord byter refresh inte ut."
    if more:
        yield f"Med dagens mall skulle också stå: {_listed(more)}."
    if less:
        yield f"Med dagens mall skulle inte stå: {_listed(less)}."


def _then_and_now(comparison: DocumentComparison) -> tuple[list[str], list[str]]:
    """What the remembered template says with today's workbook, and what ours does; nothing where they are the same."""
    record, trails = comparison.record, comparison.trails
    declared = declared_of(record, comparison.book)
    if record is None or trails is None or declared is None or record.made.template == OWN:
        return [], []
    template = folder("reports") / declared.template
    try:
        today = record.skeleton if record.made.template == fingerprint(template) else _skeleton(template)
    except (OSError, UserError):
        return [], []
    last = last_year_in(record, comparison.previous)
    names = names_of(declared, comparison.book, comparison.sources, last)
    now = followed(today, names) if today != record.skeleton else None
    return ([], []) if now is None else (_lines(trails.now.text), _lines(now.root.text))


def _skeleton(template: Path) -> tuple[str, ...]:
    from rus_sheets.word.make.template import skeleton_of  # noqa: PLC0415 - 0.2 s that most documents do without

    return skeleton_of(template)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if has_words(line)]


def _key(line: str) -> str:
    return bare(uncounted(line))


def _stands(comparison: DocumentComparison, line: str) -> bool:
    return comparison.trails is not None and _key(line) in comparison.trails.spots.said


def _heading(comparison: DocumentComparison, before: Sequence[str]) -> str:
    """What the last of the lines that can be found in the document stands under there."""
    under = {bare(line.full): line.place.heading for line in comparison.document.lines}
    found = next((heading for line in reversed(before) if (heading := under.get(bare(line)))), "")
    return f" (under ”{found}”)" if found else ""


def _listed(lines: Sequence[str]) -> str:
    more = f"; och {len(lines) - _MOST} till" if len(lines) > _MOST else ""
    return f"{'; '.join(lines[:_MOST])}{more}"
