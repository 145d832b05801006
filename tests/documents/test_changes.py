"""The plan against last year's workbook: marks, lists and sums."""

from __future__ import annotations

from functools import cache

from rus_sheets.documents.plan import plan_context
from rus_sheets.texts.content import Text, words
from rus_sheets.word.parts.ns import q, text_of
from tests.documents.books import book_of, example, last_year, rendered, rows_of
from tests.word.documents import body, faults, lines


@cache
def _plan() -> bytes:
    return rendered("plan", example(2026), last_year())


def test_what_is_new_changed_and_ended() -> None:
    told = plan_context(example(2026), last_year())["förändringar"]
    assert isinstance(told, dict)
    assert told["år"] == "2025"
    assert [each["namn"] for each in told["nya"]] == ["Medverkan i fördjupad utvärdering av miljömålen (FU27)"]
    assert {each["id"]: _told(each["ändringar"]) for each in _with_ids(told["ändrade"])} == {
        "A02": "Från 20 till 14 dagar.",
        "A03": (
            "Hette tidigare ”Löpande uppföljning”. Ansvarig är nu Samordnare för årlig uppföljning, Länsstyrelsen "
            "Jönköping, tidigare Annan. Ny lydelse av beskrivning."
        ),
        "A04": "Nu PRIO.",
        "A05": (
            "Nu 33 dagar, tidigare inte angivet. Reda pengar är nu Nej, tidigare Ja. "
            "Belopp anges inte längre, tidigare 50 000 kr."
        ),
    }
    assert told["avslutade"] == [{"namn": "Gammal & avslutad", "dagar": "12", "utan_dagar": False}]
    assert [str(each["skillnad"]) for each in told["summor"]] == ["0", "–", "0", "0"]  # A05 had no days last year


def _told(value: Text | str) -> str:
    said = words(value) if isinstance(value, Text) else value
    return said.replace("\u00a0", " ").replace("\u2002", " ")


def _with_ids(rows: list[dict[str, object]]) -> list[dict[str, Text]]:
    return [{**row, "id": row["aktivitets_id"]} for row in rows]  # type: ignore[misc]


def test_the_document_says_so_in_words() -> None:
    made = _plan()
    assert faults(made) == []
    text = lines(made)
    assert "Förändringar mot förra planen" in text
    assert "Medverkan i fördjupad utvärdering av miljömålen (FU27) PRIO Ny" in text
    assert "Fortsatt utveckling av regional miljömålsuppföljning Ändrad" in text
    assert any(_told(line).endswith("Ändrad Från 20 till 14 dagar.") for line in text)
    assert "Gammal & avslutad, 12\u00a0arbetsdagar" in text


def test_this_years_figures_know_their_cell_and_last_years_none() -> None:
    row = next(
        each for each in body(_plan()).iter(q("w:p")) if _told(text_of(each)).endswith("Ändrad Från 20 till 14 dagar.")
    )
    tags = {text_of(each): each.find(f"{q('w:sdtPr')}/{q('w:tag')}").get(q("w:val")) for each in row.iter(q("w:sdt"))}
    assert tags["14"] == "Plan/A02/Dagar"
    assert "20" not in tags


def test_without_last_year_nothing_is_said_of_it() -> None:
    text = lines(rendered("plan", example(2026)))
    assert "Förändringar mot förra planen" not in text
    assert not [line for line in text if line.endswith((" Ny", " Ändrad"))]


def test_the_same_plan_once_more() -> None:
    text = lines(rendered("plan", book_of(rows_of(2026, 2027)), example(2026)))
    assert "Ingen aktivitet är ny, ändrad eller avslutad." in text


def test_what_is_blank_now_is_said_to_be() -> None:
    """Never a change of words: what nobody has written is no new wording."""
    rows = rows_of(2026, 2027)
    known = {str(row["id"]): row for row in rows["plan"]}
    known["A02"] |= {"owner": None, "description": None}
    changed = plan_context(book_of(rows), example(2026))["förändringar"]["ändrade"]  # type: ignore[index]
    assert _told(changed[0]["ändringar"]) == "Beskrivning anges inte längre. Ansvarig anges inte längre."


def test_a_new_activity_says_so_on_its_first_line() -> None:
    """Not on a line of its own, below the owner."""
    facts = next(line for line in lines(_plan()) if line.startswith("PRIO") and "Ny" in line)
    assert facts.replace("\u2002", " ").startswith("PRIO · Ny · 53")
