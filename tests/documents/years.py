"""The example years as empty, half reported and complete: what documents say must be true of each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.rows_as_text import load_rows

State = Literal["empty", "half", "complete"]
STATES: tuple[State, ...] = ("empty", "half", "complete")
YEARS = ("2022", "2026", "bidrag-2026")
Rows = dict[str, list[NewRow]]


def declaration_of(year: str) -> Declaration:
    return load_declaration(declaration_path("bidrag" if year.startswith("bidrag") else "verksamhet"))


@cache
def path(year: str, state: State) -> Path:
    """A workbook of that year in that state."""
    return _written(year, rows(year, state))


@cache
def path_of_next(year: str) -> Path:
    """A workbook of the year after, with the same plan and nothing reported."""
    made = rows(year, "empty")
    next(row for row in made["settings"] if row["key"] == "År")["value"] = int(year) + 1
    return _written(year, made)


def _written(year: str, made: Rows) -> Path:
    declaration = declaration_of(year)
    written = Path(mkdtemp()) / f"{year}.xlsx"
    written.write_bytes(make_workbook(canonical_workbook(declaration, made), calculate_new))
    return written


def rows(year: str, state: State) -> Rows:
    """The rows, the owners' answers among them as far as the state goes."""
    declaration = declaration_of(year)
    example = folder("examples") / year
    made = {key: [dict(row) for row in each] for key, each in load_rows(declaration, example).items()}
    if (example / "svar").is_dir():
        _add(declaration, made, {key: list(each) for key, each in load_rows(declaration, example / "svar").items()})
    if declaration.name == "bidrag":
        _state_of_grant(made, state)
    else:
        _state_of_plan(declaration, made, state)
    return made


def _add(declaration: Declaration, made: Rows, answers: Rows) -> None:
    for key, each in ((key, each) for key, each in answers.items() if each):
        key_of = declaration.table_of(key).id
        known = {row[key_of]: row for row in made.setdefault(key, [])}
        for row in each:
            if row[key_of] in known:
                known[row[key_of]] |= row  # type: ignore[operator]
            else:
                made[key].append(row)


def _state_of_plan(declaration: Declaration, made: Rows, state: State) -> None:
    """Half: every third activity has no status, every other post no expense. Empty: no outcome and no expense."""
    ids = [str(row["id"]) for row in made["plan"]]
    by_id = {str(row["id"]): dict(row) for row in made["outcomes"]}
    done = declaration.choices("status").values[0]
    told = {"status": done, "short": "Kort.", "text": "Text.", "days": 1}
    posts = [str(row["id"]) for row in made["budget"]]
    if state == "complete":
        made["outcomes"] = [{**told, **by_id.get(each, {}), "id": each} for each in ids]
        spent = {str(row["post"]) for row in made["expenses"]}
        made["expenses"] += [
            {"id": f"U9{n:02}", "post": post, "text": "Löner", "amount": 1000}
            for n, post in enumerate(posts)
            if post not in spent
        ]
        return
    answered = set(ids[::3]) | set(ids[1::3]) if state == "half" else set[str]()
    spent = set(posts[::2]) if state == "half" else set()
    made["outcomes"] = [
        by_id.get(each, {"id": each, "status": done}) if each in answered else {"id": each} for each in ids
    ]
    made["expenses"] = [row for row in made["expenses"] if row["post"] in spent]
    made["events"] = [row for row in made["events"] if row["activity"] in answered]
    if state == "half":
        known = {str(row["post"]) for row in made["expenses"]}
        made["expenses"] += [
            {"id": f"U9{n:02}", "post": post, "text": "Löner", "amount": 1000}
            for n, post in enumerate(sorted(spent - known))
        ]


def _state_of_grant(made: Rows, state: State) -> None:
    """Half: every other county has answered. Empty: none has."""
    ids = [str(row["id"]) for row in made["counties"]]
    known = {str(row["id"]): row for row in made["accounts"]}
    answered = {"empty": set[str](), "half": set(ids[::2]), "complete": set(ids)}[state]
    full = {"short": "Kort.", "text": "Text.", "days": 5, "carried": 0}
    told = {str(row["county"]) for row in made["efforts"]}
    granted = {str(row["id"]): row["granted"] for row in made["counties"]}
    made["accounts"] = [
        ({**full, **known.get(each, {}), "id": each} if each in answered else {"id": each}) for each in ids
    ]
    for row in made["accounts"]:
        if row["id"] in answered - told:  # nothing used: all of it is carried over
            row["carried"] = int(str(granted[str(row["id"])])) + int(str(row.get("carried_in") or 0))
    made["efforts"] = [row for row in made["efforts"] if row["county"] in answered]
