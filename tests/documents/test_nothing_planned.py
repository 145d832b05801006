"""What nobody has planned is left out, or said not to be known by its right reason; never told as zero."""

from __future__ import annotations

import pytest

from rus_sheets.book.model import Book
from rus_sheets.documents.economy import deviation_chart
from rus_sheets.documents.unreported import unreported
from rus_sheets.texts.content import Chart
from tests.documents.books import book_of, rendered
from tests.documents.test_planned_gaps import said
from tests.documents.years import State, rows


def _without(year: str, state: State, *columns: tuple[str, str]) -> Book:
    """The year, with every cell of these columns blank."""
    made = rows(year, state)
    for table, column in columns:
        made[table] = [{**row, column: None} for row in made[table]]
    return book_of(made)


def test_kinds_of_work_without_planned_days_are_counted_without_them() -> None:
    report = said(rendered("report", _without("2022", "complete", ("plan", "days"), ("groups", "days"))))
    assert "Arbetet efter typ. Löpande: 19 aktiviteter. Utvecklingsinsats: 30 aktiviteter." in report


@pytest.mark.parametrize("kind", ["report", "short"])
@pytest.mark.parametrize("state", ["empty", "half", "complete"])
def test_a_sentence_left_out_leaves_no_space_behind(kind: str, state: State) -> None:
    made = _without("2026", state, ("plan", "days"), ("budget", "budget"))
    lines = [line for line in said(rendered(kind, made)) if " | " not in line]
    assert not [line for line in lines if "  " in line or line != line.strip()]


def test_a_bar_is_missing_for_the_reason_that_its_post_has() -> None:
    made = rows("2026", "half")
    spent = {row["post"] for row in made["expenses"] if row.get("amount")}
    post = next(row for row in made["budget"] if row["id"] in spent)
    waiting = next(row for row in made["budget"] if row["id"] not in spent)
    made["budget"] = [{**row, "budget": None} if row is post else row for row in made["budget"]]
    chart = deviation_chart(book_of(made)).blocks[0]
    assert isinstance(chart, Chart)
    assert f"{post['name']}: ännu inte känt" in chart.alt
    assert f"{waiting['name']}: ännu inte redovisat" in chart.alt
    assert chart.title.endswith("Utan siffra: ännu inte känt eller ännu inte redovisat")
    made["expenses"] += [{**made["expenses"][0], "id": f"U9{n}", "post": row["id"], "amount": 5}
                         for n, row in enumerate(made["budget"]) if row["id"] not in spent]  # fmt: skip
    chart = deviation_chart(book_of(made)).blocks[0]
    assert isinstance(chart, Chart)
    assert chart.title.endswith("Utan siffra: ännu inte känt")


def test_days_told_without_a_plan_are_those_so_far_while_an_activity_lacks_its_status() -> None:
    made = _without("2026", "half", ("plan", "days"))
    assert not any(row.text("days") for row in made["plan"])
    report = said(rendered("report", made))
    waiting = sum(1 for row in made["outcomes"] if not row.text("status") and not row.text("days"))
    assert waiting
    assert [line for line in report if "Hittills är" in line and "arbetsdagar redovisade" in line]
    assert not [line for line in report if "Arbetet tog" in line]
    declared = next(known for known in made.declaration.document if known.command.value == "report")
    waits = {known.header: known.rows for known in unreported(declared, made)}
    assert len(waits["Status"]) == waiting
    assert "Dagar utfall" not in waits  # each is named once
