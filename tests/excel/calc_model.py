"""A small model of the canonical workbook, with the stored values one asks for: the cases of the calculation tests."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import xlsxwriter

from rus_sheets.book.raw import CellError, Scalar, position_of, ref_of

Stored = Mapping[str, Mapping[str, Scalar]]

AREAS = ("O1", "O2", "O3")
ID, PLANNED, SPENT = (f"Utfall[[#This Row],[{header}]]" for header in ("Aktivitets-ID", "Dagar plan", "Dagar utfall"))
LOOKUP = f"MATCH({ID},Plan[Aktivitets-ID],0)"
OUTCOME_FORMULAS = {
    "Aktivitet": f'IFERROR(INDEX(Plan[Aktivitet],{LOOKUP}),"")',
    "Dagar plan": f'IFERROR(IF(INDEX(Plan[Dagar],{LOOKUP})="","",INDEX(Plan[Dagar],{LOOKUP})),"")',
    "Avvikelse": f'IF({SPENT}="","",{SPENT}-N({PLANNED}))',
}
OUTCOME_HEADERS = ("Aktivitets-ID", "Aktivitet", "Dagar plan", "Dagar utfall", "Avvikelse", "Status")
TIMES = "COUNTIFS(Plan[Aktivitets-ID],Plan[Aktivitets-ID])"
TOTALS = {
    "B1": "SUM(Plan[Dagar])",
    "B2": "SUM(Utfall[Dagar utfall])",
    "B3": 'COUNTIFS(Plan[Prioritet],"PRIO")',
    "B4": "Dagar_totalt-Dagar_utfall",
    "B5": 'IF(ABS(SUM(B8:B10)-Dagar_totalt)<0.005,"OK","FEL")',
    "B6": f'IF(SUMPRODUCT(--({TIMES}>1),--(Plan[Aktivitets-ID]<>""))=0,"OK","FEL")',
    "B7": 'COUNTIFS(Plan[Prioritet],"<>PRIO")',
    **{f"B{8 + n}": f"SUMIFS(Plan[Dagar],Plan[Område-ID],A{8 + n})" for n in range(3)},
    "B11": 'COUNTIFS(Utfall[Status],"?*")',
    "B12": 'IFERROR(INDEX(Områden[Område],2)&"","")',
}


NAMES = {
    "Dagar_totalt": "=Summering!$B$1",
    "Dagar_utfall": "=Summering!$B$2",
    "Dubbelt": "=Summering!$B$1*2",
}


@dataclass(frozen=True)
class Activity:
    id: str
    area: str = "O1"
    days: float | str | None = None
    priority: str | None = None
    spent: float | str | None = None
    status: str | None = None


PLAN = (
    Activity("A01", "O1", 12, "PRIO", 10, "Har skett som planerat"),
    Activity("A02", "O2", 8.5, None, None, None),
    Activity("A03", "O3", None, None, 4, "Har ej skett"),
    Activity("A04", "O3", 20, "PRIO", 25.5, "Har skett som planerat"),
)


def edited(plan: Sequence[Activity], number: int, **changes: object) -> tuple[Activity, ...]:
    return tuple(replace(row, **changes) if n == number else row for n, row in enumerate(plan))  # type: ignore[arg-type]


def build(
    plan: Sequence[Activity] = PLAN, stored: Stored | None = None, extra: Mapping[str, str] | None = None
) -> bytes:
    """The workbook; formula cells hold ``stored`` (not named: no stored value). ``extra``: formulas on Summering."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheets = {name: book.add_worksheet(name) for name in ("Områden", "Plan", "Utfall", "Summering")}
    formulas = {("Summering", ref): text for ref, text in {**TOTALS, **(extra or {})}.items()}

    def fill(sheet: str, headers: Sequence[str], rows: Sequence[Sequence[Scalar]]) -> None:
        columns = [{"header": header} for header in headers]
        sheets[sheet].add_table(0, 0, len(rows), len(headers) - 1, {"name": sheet, "columns": columns})
        for n, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is not None:
                    sheets[sheet].write(n, column, value)

    fill("Områden", ("Område-ID", "Område"), [(area, f"Område {n}") for n, area in enumerate(AREAS, 1)])
    planned = [(row.id, row.area, f"Gör {row.id}", row.days, row.priority) for row in plan]
    fill("Plan", ("Aktivitets-ID", "Område-ID", "Aktivitet", "Dagar", "Prioritet"), planned)
    fill("Utfall", OUTCOME_HEADERS, [(row.id, None, None, row.spent, None, row.status) for row in plan])
    for row in range(2, len(plan) + 2):
        for header, text in OUTCOME_FORMULAS.items():
            formulas["Utfall", ref_of(row, OUTCOME_HEADERS.index(header) + 1)] = text
    sheets["Summering"].write_column(7, 0, AREAS)
    for (sheet, ref), text in formulas.items():
        value = (stored or {}).get(sheet, {}).get(ref)
        cached = str(value) if isinstance(value, CellError) else "" if value is None else value
        row, column = position_of(ref)
        sheets[sheet].write_formula(row - 1, column - 1, f"={text}", None, cached)
    for name, target in NAMES.items():
        book.define_name(name, target)
    book.close()
    return buffer.getvalue()


def over(stored: Stored, changes: Stored) -> dict[str, dict[str, Scalar]]:
    """``stored`` with ``changes`` written over it, as a patched file would hold them."""
    return {sheet: {**stored.get(sheet, {}), **changes.get(sheet, {})} for sheet in {*stored, *changes}}
