"""Which messages and goals the activities contribute to, in the plan, and which none does."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.documents.plan import plan_context
from rus_sheets.documents.sources import sources
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.texts.content import words
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.documents.books import book_of, example, rendered, rows_of
from tests.word.documents import faults, lines


def _covered(rows: dict[str, list[dict[str, object]]], title: str = "Aktiviteter per budskap") -> dict[str, object]:
    told = plan_context(book_of(rows))["täckning"]  # type: ignore[arg-type]
    return next((each for each in told if each["rubrik"] == title), {})  # type: ignore[attr-defined]


def test_each_message_counts_the_activities_of_the_plan() -> None:
    book = example(2026)
    told = {row["nr"]: str(row["antal"]) for row in plan_context(book)["täckning"][1]["rader"]}  # type: ignore[index]
    by_hand = {
        row.id: str(sum(row.id in (plan["messages"] or ()) for plan in book["plan"])) for row in book["messages"]
    }
    assert told == by_hand
    assert {row.id: str(row["activities"]) for row in book["messages"]} == by_hand


def test_a_message_without_activity_and_an_activity_without_message_are_named() -> None:
    rows = rows_of(2026, 2026)
    for row in rows["plan"]:
        row["messages"] = "; ".join(part for part in str(row.get("messages") or "").split("; ") if part != "5") or None
    name = str(rows["plan"][0]["name"])
    rows["plan"][0]["messages"] = None
    told = _covered(rows)
    assert (str(told["täckta"]), str(told["alla"])) == ("6", "7")
    assert str(told["utan"]).startswith("5 Arbeta med åtgärdsprogram")
    assert name in str(told["lösa"])
    assert "5 Arbeta med åtgärdsprogram som ett viktigt styrdokument på länsnivå 0" in words(told["diagram"])  # type: ignore[arg-type]


def test_each_goal_counts_its_activities_where_the_plan_says_it() -> None:
    book = example(2026)
    made = lines(rendered("plan", book))
    for row in book["goals"]:
        count = sum(row.id in (plan["goals"] or ()) for plan in book["plan"])
        said = next(line for line in made if line.startswith(str(row["text"])[:60]))
        assert said.endswith(f"({count}\u00a0aktivitet{'er' if count != 1 else ''})")


def test_a_goal_without_activity_is_named_and_one_without_text_is_not_printed() -> None:
    rows = rows_of(2026, 2026)
    for row in rows["plan"]:
        row["goals"] = "; ".join(part for part in str(row.get("goals") or "").split("; ") if part != "M01") or None
    rows["goals"][1]["text"] = None
    rows["goals"][2]["text"] = "Två stycken:\n- ett\n- två"
    made = lines(rendered("plan", book_of(rows)))
    first = str(rows["goals"][0]["text"])
    assert f"{first} (0\u00a0aktiviteter)" in made
    assert any(f"Utan aktivitet: {first.removesuffix('.')}. Akt" in line for line in made)
    assert not any(line.strip().startswith("(") for line in made)


def test_what_nobody_has_said_is_no_gap() -> None:
    rows = rows_of(2026, 2026)
    for row in rows["plan"]:
        row["messages"] = None
    assert _covered(rows) == {}
    assert plan_context(example(2022))["täckning"] == []
    made = lines(rendered("plan", example(2022)))
    assert "Målmatris" not in made
    assert not any(line.endswith("aktiviteter)") for line in made)


def test_the_figures_know_their_source() -> None:
    made = rendered("plan", example(2026))
    assert faults(made) == []
    assert "Målmatris" in lines(made)
    known = sources(example(2026)).by_tag
    for tag in ("Budskap/5/Aktiviteter", "Budskap/5/Aktiviteter/var", "Budskap/Plan/utan"):
        assert known[tag].text
    assert known["Budskap/Plan/utan"].title == "Budskap, utan aktiviteter"


def test_a_change_is_told_by_verify_and_put_in_by_refresh(tmp_path: Path) -> None:
    workbook = tmp_path / "verksamhet-2026.xlsx"
    workbook.write_bytes((folder("examples") / "2026" / workbook.name).read_bytes())
    plan = tmp_path / "plan.docx"
    assert rus_sheets("plan", workbook, "-o", plan).code == 0
    assert rus_sheets("verify", plan, workbook).code == 0
    patch_cells(workbook, workbook, {"Plan": {lettered("{Plan[Budskap]}2"): "5; 7"}})
    said = rus_sheets("verify", plan, workbook)
    assert said.code == 1
    assert "Budskap 5, Aktiviteter" in said.out
    assert rus_sheets("refresh", plan, workbook).code == 0
    again = rus_sheets("verify", plan, workbook)
    assert again.code == 0, again.out


def test_a_goal_or_message_that_is_taken_away_is_told_once(tmp_path: Path) -> None:
    workbook = tmp_path / "verksamhet-2026.xlsx"
    workbook.write_bytes((folder("examples") / "2026" / workbook.name).read_bytes())
    plan = tmp_path / "plan.docx"
    assert rus_sheets("plan", workbook, "-o", plan).code == 0
    goals = {lettered(f"{{Mål[{header}]}}6"): None for header in ("Mål-ID", "Område-ID", "Mål", "Aktiviteter")}
    patch_cells(workbook, workbook, {"Mål": goals})
    said = rus_sheets("verify", plan, workbook)
    assert said.code == 1
    assert said.out.count("M05") == 1
    assert "finns inte längre i arbetsboken" not in said.out.replace("\n", " ")
    assert "I dokumentet står" not in said.out
    assert rus_sheets("refresh", plan, workbook).code == 0
    assert rus_sheets("verify", plan, workbook).code == 0
