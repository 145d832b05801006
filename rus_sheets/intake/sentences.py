"""What sentences anywhere tell of the whole document: its settings, and whose money there is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.facts import Fact, facts_in
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.values import condition_in

_END = re.compile(r"(?<=[a-zåäö0-9)])[.;] (?=[A-ZÅÄÖ])")
_UNSURE = "Efter pengarna står ”{words}”. Fyll i läget om det gäller de här pengarna."


def read_sentences(reader: Reader, found: Sequence[Passage]) -> None:
    """What sentences anywhere tell of the whole document: settings and funding."""
    fields = (rule for rule in reader.rules.field if not rule.column.startswith("settings."))
    reported = any(row.get("status") for row in reader.drafts.rows["outcomes"])
    notes = {style for rule in fields for style in rule.styles}
    for passage in found:
        if passage.line.style in notes:  # it is of a part of the document
            continue
        lines = [passage] if passage.grid is None else list(_cells(reader, passage))
        for said in lines:
            for fact in said.facts:
                if fact.table == "settings":
                    for key, value in fact.values.items():
                        other = fact.reported.get(key, key) if reported else key
                        reader.setting(said, other, value, fact.rule)
                elif fact.table == "funding":
                    row = reader.drafts.add("funding", (), **fact.given, **_summed(reader, fact))
                    for key, value in fact.values.items():
                        reader.write(row, f"funding.{key}", value[:1].upper() + value[1:], said, fact.rule)
                    _condition(reader, said, fact, row)


def _condition(reader: Reader, passage: Passage, fact: Fact, row: DraftRow) -> None:
    """Money that isn't sure by the words of its sentence; by those of the next one it is asked about."""
    if row.get("state") or "kind" in fact.values or not reader.column("funding", "state"):
        return
    where = {"table": "funding", "row": str(row["id"]), "column": "state"}
    own, following = _sentence_at(passage.text, fact)
    state, words = condition_in(own, "funding.state", reader.rules)
    if state:
        row["state"] = state
        reader.readings.add(ReadingState.READ, passage, **where, value=state, rule=f"villkor: {words}")
        return
    _, words = condition_in(following, "funding.state", reader.rules)
    if words and whole(reader.rules.refers).match(following):
        reader.readings.add(ReadingState.ASKED, passage, **where, note=_UNSURE.format(words=words))


def _summed(reader: Reader, fact: Fact) -> DraftRow:
    """The values that are sums of what was read of another table."""
    made: DraftRow = {}
    for key, path in fact.sums.items():
        table, _, column = path.partition(".")
        amounts = [row[column] for row in reader.drafts.rows[table] if isinstance(row.get(column), (int, float))]
        made[key] = sum(amounts) if amounts else None  # type: ignore[arg-type]
    return made


def _cells(reader: Reader, passage: Passage) -> list[Passage]:
    made = []
    for cells in passage.grid.rows if passage.grid else ():
        for cell in cells:
            for line in cell.lines:
                said = Passage(line, line.text, facts=facts_in(plain(line.text), reader.rules))
                said.heading = passage.heading
                made.append(said)
    return made


def _sentence_at(text: str, fact: Fact) -> tuple[str, str]:
    """The sentence that a fact stands in, and the one after it."""
    ends = [0, *(end.end() for end in _END.finditer(text)), len(text)]
    at = max(number for number, start in enumerate(ends[:-1]) if start <= fact.start)
    last = next(number for number, end in enumerate(ends) if end >= fact.end)
    return text[ends[at] : ends[last]], text[ends[last] : ends[min(last + 1, len(ends) - 1)]].strip()
