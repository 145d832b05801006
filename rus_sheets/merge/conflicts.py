"""The workbook in which a person decides on conflicts, and what it remembers of each of them."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rus_sheets.answers.decisions import Action, Decision, Decisions
from rus_sheets.book.convert import Shown
from rus_sheets.book.display import seen
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawSheet, RawWorkbook, Runs, Scalar
from rus_sheets.book.shown import as_scalar, as_text
from rus_sheets.commandline import command_line
from rus_sheets.errors import UnusableInputError
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewTable, NewWorkbook, Rule, Style
from rus_sheets.merge.codec import from_json, pieces, plain_json, to_text
from rus_sheets.merge.questions import Question, questions
from rus_sheets.merge.word_diff import marked
from rus_sheets.schema.model import CellType, MergeWords

COLUMNS = ("number", "activity", "place", "base", "current", "returned", "choice", "own", "who", "file", "why")
HEADER_ROW = 4
_WIDTHS = (5, 20, 24, 26, 28, 28, 15, 26, 15, 18, 30)
_VALUES = ("base", "current", "returned", "value", "replaces")
_MARK = "rus-sheets conflicts"
_STORE, _WORDS = "rus-konflikter", "rus-val"
_REMEDY = "Gör en ny med rus-sheets merge … --conflicts."
_COMMAND = "{command}"
_LONGEST = 32_000
"""Characters that are shown of the many values of one question; a cell holds 32 767."""


def conflict_workbook(book: Book, decisions: Decisions, path: str = "konflikter.xlsx") -> NewWorkbook:
    """Every conflict, and every refused value that a person can mend, side by side with a choice each.

    ``path`` is where it will lie, seen from the workbook's folder: for the command that carries the choices out.
    """
    words = book.declaration.merge
    asked = questions(book, decisions.decisions)
    command = command_line("merge", Path(book.raw.path).name, "--decisions", path)
    return NewWorkbook(
        sheets=(_front(words, asked, command), _words_sheet(words), _store(book, asked)),
        title=f"{words.title} {book.year or ''}".strip(),
        author=book.declaration.title,
        active=words.sheet,
    )


def _front(words: MergeWords, asked: tuple[Question, ...], command: str) -> NewSheet:
    intro = words.intro.replace(_COMMAND, command)
    cells = [NewCell(1, 1, words.title, Style.TITLE), NewCell(2, 1, intro)]
    heights = {1: 32.0, 2: 20.0, HEADER_ROW: 24.0}
    rules = []
    for number, question in enumerate(asked, 1):
        row = HEADER_ROW + number
        made = list(_row(number, row, question))
        cells += made
        heights[row] = _height(made)
        place = COLUMNS.index("choice") + 1
        last = _choices(words).index(offered(words, question.decisions[0])[-1]) + 1
        source = f"='{_WORDS}'!$A$1:$A${last}"
        rules.append(Rule(row, place, row, place, CellType.CHOICE, source))
    headers = tuple((words.headers[key], "") for key in COLUMNS)
    table = NewTable(words.sheet, HEADER_ROW, 1, max(1, len(asked)), headers)
    return NewSheet(
        name=words.sheet, cells=tuple(cells), tables=(table,), rules=tuple(rules), repeat_header=True,
        widths=dict(enumerate(_WIDTHS, 1)), heights=heights, frozen=(HEADER_ROW, 3), protected=True, landscape=True,
    )  # fmt: skip


def offered(words: MergeWords, decision: Decision) -> tuple[str, ...]:
    """The choices in the order of their sheet: what can't be carried out isn't offered."""
    choices = _choices(words)
    if not decision.mendable:
        return choices[:1]
    if decision.new_unit:  # no text of one's own can stand for a whole row
        return choices[::2]
    return choices if decision.action is Action.CONFLICT else choices[:2]


def _choices(words: MergeWords) -> tuple[str, str, str]:
    return words.choice_keep, words.choice_own, words.choice_take


def _row(number: int, row: int, question: Question) -> Iterator[NewCell]:
    decision = question.decisions[0]
    told = " ".join(part for part in (decision.message, decision.remedy) if part)
    content: dict[str, Shown] = {
        "number": number, "activity": question.activity, "place": question.place, "own": proposal(decision),
        "who": decision.who, "file": decision.file, "why": told,
    }  # fmt: skip
    content |= _values(decision) if len(question.decisions) == 1 else {"returned": _all_returned(question)}
    marks = _marks(decision) if len(question.decisions) == 1 else {}
    for place, key in enumerate(COLUMNS, 1):
        open_ = key in ("choice", "own")
        value = content.get(key)
        kind = CellType.DATE if value is not None and as_text(value) != "" and _is_date(value) else CellType.LONGTEXT
        style = Style.ANSWER if open_ else Style.GIVEN
        kind = CellType.CHOICE if key == "choice" else kind
        yield NewCell(row, place, _cell_value(value), style, kind, runs=marks.get(key, ()))


def proposal(decision: Decision) -> str:
    """What stands in the column for a person's own text from the beginning: what was probably meant."""
    return seen(decision.value) if decision.action is Action.REFUSE else ""


def _values(decision: Decision) -> dict[str, Shown]:
    return {"base": decision.base, "current": decision.current, "returned": decision.seen or decision.returned}


def _marks(decision: Decision) -> Mapping[str, Runs]:
    if not isinstance(decision.current, str) or not isinstance(decision.returned, str):
        return {}
    current, returned = marked(decision.current, decision.returned)
    return {"current": current, "returned": returned}


def _all_returned(question: Question) -> str:
    lines = (
        f"{decision.sheet}, {decision.row}: {decision.column}: {decision.returned_seen}"
        for decision in question.decisions
    )
    text = "\n".join(lines)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _is_date(value: Shown) -> bool:
    return not isinstance(value, (str, int, float, bool, tuple)) and hasattr(value, "isoformat")


def _cell_value(value: Shown) -> Scalar:
    return as_scalar(value) if value != "" else None


def _height(cells: list[NewCell]) -> float:
    lines = 2
    for cell in cells:
        text = "" if cell.value is None else str(cell.value)
        width = _WIDTHS[cell.column - 1]
        lines = max(lines, sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n")))
    return min(lines * 15.0 + 4, 400.0)


def _words_sheet(words: MergeWords) -> NewSheet:
    cells = tuple(NewCell(row, 1, word) for row, word in enumerate(_choices(words), 1))
    return NewSheet(_WORDS, cells, state="veryHidden", protected=True)


# ------------------------------------------------------------------ what the file remembers


def _store(book: Book, asked: tuple[Question, ...]) -> NewSheet:
    lines = [
        to_text({"question": number, "words": [question.activity, question.place], "decision": _remembered(decision)})
        for number, question in enumerate(asked, 1)
        for decision in question.decisions
    ]
    cells = [NewCell(1, 1, _MARK), NewCell(1, 2, book.workbook_id or "-"), NewCell(1, 3, _checksum(lines))]
    for row, line in enumerate(lines, 2):
        cells += [NewCell(row, place, piece) for place, piece in enumerate(pieces(line), 1)]
    return NewSheet(_STORE, tuple(cells), state="veryHidden", protected=True)


def _checksum(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("ascii")).hexdigest()


def _remembered(decision: Decision) -> dict[str, Any]:
    return {key: plain_json(value) if key in _VALUES else value for key, value in decision._asdict().items()}


def is_conflict_workbook(raw: RawWorkbook) -> bool:
    """Whether a file is a workbook to decide in."""
    return _marked(raw) is not None


def is_about(raw: RawWorkbook, book: Book) -> bool:
    """Whether a file is a workbook to decide in about that workbook."""
    sheet = _marked(raw)
    return sheet is not None and _is_of(sheet, book)


def _is_of(sheet: RawSheet, book: Book) -> bool:
    return not book.workbook_id or str(sheet.at(1, 2).value) in ("-", book.workbook_id)


def _marked(raw: RawWorkbook) -> RawSheet | None:
    return next((sheet for sheet in raw.sheets if sheet.at(1, 1).value == _MARK), None)


def remembered(raw: RawWorkbook, book: Book) -> tuple[Question, ...]:
    """What a conflict workbook asks, by the questions' numbers (the first is number 1).

    Raises UnusableInputError for a file that is no conflict workbook, another workbook's, or damaged.
    """
    sheet = _marked(raw)
    if sheet is None:
        raise UnusableInputError("Filen är ingen konfliktfil från rus-sheets.", place=raw.path, remedy=_REMEDY)
    if not _is_of(sheet, book):
        raise UnusableInputError("Filen hör till en annan arbetsbok.", place=raw.path, remedy="Välj rätt arbetsbok.")
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > 1 and cell.value is not None:
            rows.setdefault(row, {})[column] = str(cell.value)
    lines = ["".join(text for _, text in sorted(rows[row].items())) for row in sorted(rows)]
    try:
        if sheet.at(1, 3).value != _checksum(lines):
            raise ValueError("checksum")
        return _questions([json.loads(line) for line in lines])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        fault = "Det dolda bladet i konfliktfilen är ändrat eller skadat."
        raise UnusableInputError(fault, place=raw.path, remedy=_REMEDY) from error


def _questions(lines: list[dict[str, Any]]) -> tuple[Question, ...]:
    groups: dict[int, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines, 1):
        groups.setdefault(int(line.get("question", number)), []).append(line)
    return tuple(_question(groups[number]) for number in sorted(groups))


def _question(lines: list[dict[str, Any]]) -> Question:
    if "decision" not in lines[0]:  # a file from before questions had words
        decision = _decision(lines[0])
        return Question(decision.activity, f"{decision.sheet}, {decision.row}: {decision.column}", (decision,))
    activity, place = map(str, lines[0]["words"])
    return Question(activity, place, tuple(_decision(line["decision"]) for line in lines))


def _decision(data: dict[str, Any]) -> Decision:
    for key in _VALUES:
        data[key] = from_json(data.get(key))  # a file from before has no ``replaces``
    data["action"] = Action(data["action"])
    for key in ("runs", "whole"):  # a file from before rows were asked about whole has no ``whole``
        data[key] = tuple((str(one), str(other)) for one, other in data.get(key, ()))
    return Decision(**data)
