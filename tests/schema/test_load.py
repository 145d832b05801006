"""A faulty declaration fails when it is loaded, with file, place, fault and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.errors import DeclarationError
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import CellType

GOOD = declaration_path("verksamhet").read_text(encoding="utf-8")

FAULTS = [
    # what is changed, into what, the place, words of the fault, words of the remedy
    ('references = "areas"', 'references = "area"', "table[groups].columns[area]", "”area” finns inte", "”areas”"),
    ("SUM(Plan[Dagar])+", "SUM(Plan[Dagr])+", "[figures][days].formula", "”Dagr” finns inte", "”Dagar”"),
    ("SUM(Plan[Dagar])+", "SUM(Plam[Dagar])+", "[figures][days].formula", "”Plam” finns inte", "”Plan”"),
    ("'=SUM(Budget[Budget])'", "'SUM(Budget[Budget])'", "[figures][budget]", "börjar inte med =", "Skriv = först"),
    ("'=SUM(Budget[Budget])'", "'=SUM(Budget[Budget]'", "[figures][budget]", "går inte ihop", "Räkna dem"),
    ("width = 24", "widht = 24", "table[settings].columns[key]", "”widht” är okänd", "”width”"),
    ("width = 24", 'width = "bred"', "columns[key].width", "ska det stå ett tal", ""),
    ('type = "days", minimum', 'type = "dayz", minimum', "type", "”dayz” är inget giltigt värde", "”days”"),
    ('key = "groups"\nsheet', 'key = "areas"\nsheet', "table", "”areas” står två gånger", "annat namn"),
    ('header = "Område-ID", type = "id"', 'header = "Område", type = "id"', "table[areas]", "två gånger", "Byt"),
    ('sheet = "Mål"', 'sheet = "Mål/delmål"', "sheet", "duger inte som bladnamn", "31 tecken"),
    ('example = "A01"', 'example = "Akt1"', "columns[id].example", "följer inte mönstret", "Ändra"),
    ('pattern = "O[0-9]{1,2}"', 'pattern = "O[0-9"', "columns[id].pattern", "kan inte tolkas", "Rätta"),
    ('sum = "plan.days" }, { sum = "groups', 'sum = "plan.dayz" }, { sum = "groups', "recompute", "”dayz”", "”days”"),
    ('value_of = "group.area"', 'value_of = "group.areal"', "columns[area].derive", "”areal”", "”area”"),
    ('unit = "plan"', 'unit = "plans"', "followup", "”plans” finns inte", "”plan”"),
    ('block = "areas"', 'block = "area"', "summary.chart", "”area” finns inte", "”areas”"),
    ('year_setting = "year"', 'year_setting = "jahr"', "year_setting", "”jahr” finns inte", "Här finns"),
    ('title = "Verksamhetsplan', 'titel = "Verksamhetsplan', "", "”titel” är okänd", "”title”"),
    ('empty_tables = ["events"', 'empty_tables = ["event"', "next_year.empty_tables", "”event” finns", "”events”"),
    (
        '"outcomes.status", "outcomes.s',
        '"outcomes.stat", "outcomes.s',
        "next_year",
        "Kolumnen ”stat” finns inte",
        "”status”",
    ),
    ('period = "goal_period"', 'period = "goal"', "next_year", "Inställningen ”goal” finns inte", ""),
    ("headers = { kind = ", "headers = { sort = ", "compare.headers", "”kind” saknas", "kind = …"),
    ('total = "activities"', 'total = "activites"', "[activities].total", "”activites” finns inte", "”activities”"),
    ("SUM({areas.days})", "SUM({areas.dayz})", "[areas_add_up].formula", "”areas.dayz” finns inte", "”areas.days”"),
    ('answered_by = "status"', 'answered_by = "state"', "followup.answered_by", "”state” finns inte", "”status”"),
    ('answered_on = "submitted"', 'answered_on = "day"', "followup.answered_on", "”day” finns inte", ""),
    ('last_day = "last_day"', 'last_day = "lastday"', "followup", "Inställningen ”lastday” finns inte", "”last_day”"),
    (
        "\nFrågor: {kontakt}",
        "\nFrågor: {kontkt}",
        "followup.invitation.text",
        "Namnet ”kontkt” finns inte",
        "kontakt",
    ),
    ('"Påminnelse: uppföljning {år}"', '"Påminnelse {år"', "followup.reminder.heading", "Klamrarna går inte", "{{"),
    ('row = "mejl-uppfoljning"', 'row = "mejl"', "followup.invitation.row", "Raden ”mejl” finns inte", ""),
    ('\ntable = "texts"\nrow', "\nrow", "followup.invitation.table", "Tabellen ”” finns inte", ""),
    ('added = ["Medel från andra"]', 'added = ["Medel"]', "list[funds].added", "”Medel” finns inte", ""),
    (
        'header = "Rubrik", type',
        'counts = ["rad"], header = "Rubrik", type',
        "[heading].counts",
        "Bara kolumner",
        "Ta bort",
    ),
    ('name = "atgardslista"', 'name = "planeringssystem"', "exchange", "”planeringssystem” står två gånger", "annat"),
    ('name = "atgardslista"', 'name = "Min lista"', "exchange[Min lista].name", "duger inte som namn", "små bokst"),
    ('"Planeringssystemet"', '"Ett"\nseparator = "|"', "exchange[planeringssystem].separator", "”|” finns inte", ";"),
    ('"Planeringssystemet"', '"Ett"\ndecimal = ";"', "exchange[planeringssystem].decimal", "”;” finns inte", "Menade"),
    ('"Planeringssystemet"', '"Ett"\nencoding = "utf8"', "encoding", "”utf8” är inget giltigt värde", "utf-8"),
    ('stamp = "Uttag"', 'stamp = "Status"', "exchange[planeringssystem]", "”Status” står två gånger", "annat namn"),
    ('stamp = "Uttag"', 'stamp = " "', "exchange[planeringssystem]", "är inget namn på en kolumn", "utan mellanslag"),
    ('column = "plan.id", h', 'column = "plan.next_id", h', "exchange", "Ingen kolumn har radernas id", "plan.id"),
    ('"plan.owner", h', '"plan.ovner", h', "columns[Ansvarig].column", "”ovner” finns inte", "”owner”"),
    ('"plan.owner", h', '"budget.id", h', "columns[Ansvarig].column", "”budget” finns inte", "plan, outcomes"),
    ('"plan.owner", h', '"plan.name", h', "exchange[planeringssystem].columns", "”plan.name” står två", "Ta bort"),
    ('header = "Planerade dagar"', 'returns = true, header = "P"', "columns[P].returns", "kan inte komma", "Ta bort"),
    ('"Ej genomförd"', '"Genomförd"', "columns[Genomförande].choices", "Två val heter ”Genomförd”", "annat ord"),
    ('"Ej genomförd"', '"har ej varit aktuellt", "Har ej" = "x"', "choices", "Valet ”Har ej” finns inte", ""),
    ('"Ej genomförd"', '" "', "columns[Genomförande].choices", "heter ingenting utanför", "Skriv ett ord"),
    ('header = "Effekt",', 'choices = { a = "b" }, header = "Effekt",', "choices", "har inga val", "Ta bort"),
    ('intro = "nyhetsbrev-inledning"', 'intro = "inledning"', "newsletter", "Raden ”inledning” finns inte", ""),
    ('document = "Nyhetsbrev"\nintro', 'document = "Brev"\nintro', "newsletter.document", "Valet ”Brev”", "Alla"),
    ('outcome = "outcomes.short"', 'outcome = "outcomes.shrt"', "newsletter.outcome", "”shrt” finns", "”short”"),
    ('website = "website"', 'website = "site"', "newsletter", "Inställningen ”site” finns inte", ""),
    ("Nyhetsbrev {period}", "Nyhetsbrev {perod}", "newsletter.title", "Namnet ”perod” finns inte", "”period”"),
    ("{first}--{last}", "{first", "newsletter.file_name", "Klamrarna går inte ihop", "{{"),
    ('kinds = ["Rapport"]', 'kinds = ["Raport"]', "newsletter.part[publications]", "”Raport” finns", "”Rapport”"),
    ('kind = "notices"', 'kind = "contact"', "newsletter.part", "två delar av slaget contact", "Ta bort"),
    ('kinds = ["Kurs", "Sem', 'kinds = ["Kurs", "kurs", "Sem', "newsletter.part", "”kurs” står i två delar", "kinds"),
    ('by = "plan.messages"', 'by = "plan.goals"', "coverage[messages].by", "hänvisar inte till messages", "ref"),
    ('by = "plan.messages"', 'by = "plan.mesages"', "coverage[messages].by", "”mesages” finns inte", "”messages”"),
    ('table = "goals"\nby', 'table = "goal"\nby', "coverage[goal].table", "Tabellen ”goal” finns inte", "”goals”"),
    ('across = "area"', 'across = "name"', "coverage[messages].across", "hänvisar inte till en rad", "ref"),
    ('across = "area"', 'across = "areal"', "coverage[messages].across", "”areal” finns inte", "”area”"),
    (
        'title = "Aktiviteter per mål"',
        'title = "Aktiviteter per budskap"',
        "coverage",
        "står två gånger",
        "annan title",
    ),
    ('document" = "Nyhetsbrev" }', 'document" = "Brev" }', "next_year.gone", "Valet ”Brev” finns inte", "Alla"),
    ("Nyhetsbrev-{first}--{last}", "Nyhetsbrev", "newsletter.file_name", "vilken period brevet gäller", "{first}"),
    ("Nyhetsbrev-{first}--{last}", "a/b-{first}-{last}", "newsletter.file_name", "duger inte som filnamn", "Ta bort"),
    ('header = "Planerade dagar"', 'header = "A\\nB"', "exchange[planeringssystem]", "är inget namn på en kol", "utan"),
    ('gone = { "texts.document"', 'gone = { "texts.dokument"', "next_year", "”dokument” finns inte", "”document”"),
    ("[[list]]", "[[list", "", "inte giltig TOML", "raden"),
]


@pytest.mark.parametrize(("old", "new", "place", "fault", "remedy"), FAULTS)
def test_a_fault_is_told_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, fault: str, remedy: str
) -> None:
    assert old in GOOD
    path = tmp_path / "min.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        load_declaration(path)
    text = str(caught.value)
    assert caught.value.place.startswith("min.toml")
    for words in (place, fault, remedy):
        assert words in text
    assert caught.value.exit_code == 3


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "min.toml"
    path.write_text(GOOD.replace('references = "areas"', 'references = "area"'), encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        load_declaration(path)
    assert str(caught.value).count("Menade du ”areas”?") == GOOD.count('references = "areas"')


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="finns inte"):
        load_declaration(tmp_path / "ingen.toml")


def test_the_declaration_is_frozen_and_typed() -> None:
    declaration = load_declaration(declaration_path("verksamhet"))
    days = declaration.table_of("plan").column("days")
    assert days.type is CellType.DAYS
    with pytest.raises(AttributeError):
        days.header = "Dar"  # type: ignore[misc]


def test_formulas_are_in_the_form_that_files_hold() -> None:
    name = load_declaration(declaration_path("verksamhet")).table_of("outcomes").column("name")
    assert "Utfall[[#This Row],[Aktivitets-ID]]" in name.formula
    assert "@" not in name.formula


@pytest.mark.parametrize("character", ["\\u0001", "\\u000b", "\\uffff"])
def test_a_character_that_no_file_can_hold_is_told_where_it_stands(tmp_path: Path, character: str) -> None:
    path = tmp_path / "egen.toml"
    path.write_text(f'name = "egen{character}"', encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"name: Texten har tecken .* \(U\+"):
        load_declaration(path)


GRANT = declaration_path("bidrag").read_text(encoding="utf-8")
BEFORE_MAP, _, MAP = GRANT.partition("[[summary.map]]")


@pytest.mark.parametrize(
    ("old", "new", "place", "fault"),
    [
        ('table = "counties"', 'table = "county"', "table", "”county” finns inte"),
        ('label = "id"', 'label = "letter"', "label", "”letter” finns inte"),
        ('count = "accounts"', 'count = "account"', "state", "”account” finns inte"),
        ('left = ">0"', 'lift = ">0"', "state", "”lift” finns inte"),
        ('  { label = "Har inte redovisat" },\n', "", "state", "utan recompute"),
        ('  { label = "Bara', '  { label = "Ingen" },\n  { label = "Bara', "state", "utan recompute"),
        ('label = "Bara delvis"', 'label = "Har redovisat"', "state", "två gånger"),
        ('". . AC ."', '". . BD ."', "grid", "”BD” står två gånger"),
        ('alt = "Karta', 'alt = " " # "Karta', "alt", "saknar alternativtext"),
    ],
)
def test_a_fault_of_a_map_is_told(tmp_path: Path, old: str, new: str, place: str, fault: str) -> None:
    assert old in MAP
    path = tmp_path / "min.toml"
    path.write_text(f"{BEFORE_MAP}[[summary.map]]{MAP.replace(old, new, 1)}", encoding="utf-8")
    with pytest.raises(DeclarationError) as raised:
        load_declaration(path)
    told = f"{raised.value.place}: {raised.value}"
    assert f"summary.map[Redovisningen per län].{place}" in told
    assert fault in told
