"""Charts as other programs and people leave them: what verify says of them, and whether its remedy helps."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from rus_sheets.usecases.edited.agreement import Disagreement
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.libreoffice import convert
from tests.usecases.documents import example_year
from tests.usecases.test_listed import DONE, answered
from tests.usecases.test_verify import NOW, members, set_value
from tests.usecases.years import Rows, no_change, row, written_year
from tests.word.documents import faults

pytestmark = pytest.mark.slow

CHART, RELS = "word/charts/chart1.xml", "word/charts/_rels/chart1.xml.rels"
SHEET = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
TITLE = "Planerade dagar per område 2026"
Change = Callable[[dict[str, bytes]], None]


def changed(document: Path, change: Change) -> None:
    """Change the parts of the file."""
    parts = members(document)
    change(parts)
    with zipfile.ZipFile(document, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)


def told(document: Path, workbook: Path) -> list[Disagreement]:
    return [each for each in verify(document, workbook).disagreements if each.kind == "chart"]


@pytest.fixture
def year(tmp_path: Path) -> tuple[Path, Path]:
    document, workbook = example_year(tmp_path, 2026, "plan")
    assert told(document, workbook) == []
    return document, workbook


def picture(alt: str, name: str) -> str:
    """What a program that knows no charts makes of one."""
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    if name == "vml":
        return f'<w:pict {spaces}><v:shape alt="{alt}"/></w:pict>'
    uri = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        f'<w:drawing {spaces}><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="{name}" descr="{alt}"/>'
        f'<a:graphic><a:graphicData uri="{uri}"><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


@pytest.mark.parametrize("name", ["Diagram 1", "Bild 1", "vml", "no text"])
@pytest.mark.parametrize("command", ["verify", "refresh"])
def test_a_chart_that_has_become_a_picture_is_told(year: tuple[Path, Path], name: str, command: str) -> None:
    document, workbook = year
    edited = docx.Document(str(document))
    old = next(
        each for each in edited.element.iter(qn("w:drawing")) if next(each.iter(qn("c:chart")), None) is not None
    )
    alt = next(old.iter(qn("wp:docPr"))).get("descr")
    old.getparent().replace(old, parse_xml(picture("" if name == "no text" else alt, name)))
    edited.save(str(document))
    found = told(document, workbook)
    if command == "refresh":
        set_value(workbook, "Plan/A03/Dagar", 60)
        found = [each for each in refresh(document, workbook, now=NOW).left if each.kind == "chart"]
    assert [each.message for each in found] == [
        f"Diagrammet ”{TITLE}” är en bild i dokumentet, och siffrorna i den kan inte jämföras."
    ]
    assert "refresh" not in found[0].remedy
    assert "kopiera diagrammet därifrån" in found[0].remedy
    assert found[0].place.startswith("Arbetsdagar per område")


def test_a_picture_of_something_else_is_nobodys_chart(year: tuple[Path, Path]) -> None:
    document, workbook = year
    edited = docx.Document(str(document))
    edited.paragraphs[8].add_run()._r.append(parse_xml(picture("En skog med 14 tallar.", "Bild 7")))
    edited.save(str(document))
    assert told(document, workbook) == []


def test_a_chart_without_its_part_is_told(year: tuple[Path, Path]) -> None:
    document, workbook = year

    def lose(parts: dict[str, bytes]) -> None:
        for name in (CHART, RELS, SHEET):
            del parts[name]
        types = re.sub(rb"<Override [^>]*chart1[^>]*>", b"", parts["[Content_Types].xml"])
        parts["[Content_Types].xml"] = types

    changed(document, lose)
    found = told(document, workbook)
    assert [each.message for each in found] == [
        f"Diagrammet ”{TITLE}” har en plats i dokumentet, men dess siffror finns inte i filen."
    ]
    assert "refresh" not in found[0].remedy


def lose_sheet(parts: dict[str, bytes]) -> None:
    del parts[SHEET], parts[RELS]
    parts[CHART] = re.sub(rb"<c:externalData.*?</c:externalData>", b"", parts[CHART])


def test_a_chart_that_has_lost_its_data_sheet_is_redrawn_without(year: tuple[Path, Path]) -> None:
    document, workbook = year
    changed(document, lose_sheet)
    assert told(document, workbook) == []
    set_value(workbook, "Plan/A03/Dagar", 60)
    assert [each.remedy for each in told(document, workbook)] == [
        "Kör rus-sheets refresh, eller skriv dokumentet på nytt."
    ]
    assert refresh(document, workbook, now=NOW).left == ()
    assert told(document, workbook) == []


def edit_sheet(parts: dict[str, bytes]) -> None:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(parts[SHEET])) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"Calibri", b"Arial"))
    parts[SHEET] = target.getvalue()


def damage_sheet(parts: dict[str, bytes]) -> None:
    sheet = parts[SHEET]
    with zipfile.ZipFile(BytesIO(sheet)) as source:
        at = source.infolist()[0].header_offset + 60
    parts[SHEET] = sheet[:at] + b"\xff" * 40 + sheet[at + 40 :]


def literal(parts: dict[str, bytes]) -> None:
    """Figures without a cell, as some programs write them."""
    lose_sheet(parts)
    parts[CHART] = re.sub(rb"<c:numRef><c:f>.*?</c:f><c:numCache>", b"<c:numLit>", parts[CHART])
    parts[CHART] = parts[CHART].replace(b"</c:numCache></c:numRef>", b"</c:numLit>")


def other_bars(parts: dict[str, bytes]) -> None:
    """Of another colour too, so that nothing of it can be drawn anew."""
    parts[CHART] = parts[CHART].replace("Stöd i åtgärdsarbetet".encode(), b"Annat")
    parts[CHART] = re.sub(rb'(<c:ser>.*?srgbClr val=")[0-9A-F]{6}', rb"\g<1>FF0000", parts[CHART], count=1)


@pytest.mark.parametrize(
    ("change", "why", "remedy"),
    [
        (edit_sheet, "Dess datablad är ändrat", "Redigera data"),
        (damage_sheet, "Dess datablad är ändrat", "Redigera data"),
        (literal, "Det är sparat i ett annat program", "kopiera diagrammet därifrån"),
        (other_bars, "Det har i dag andra staplar", "kopiera diagrammet därifrån"),
    ],
)
def test_what_refresh_cant_redraw_has_another_remedy(
    year: tuple[Path, Path], change: Change, why: str, remedy: str
) -> None:
    document, workbook = year
    changed(document, change)
    set_value(workbook, "Plan/A03/Dagar", 60)
    before = members(document)[CHART]
    (found,) = told(document, workbook)
    assert why in found.message
    assert remedy in found.remedy
    assert "Kör rus-sheets refresh" not in found.remedy
    left = [each for each in refresh(document, workbook, now=NOW).left if each.kind == "chart"]
    assert left == [found]
    assert members(document)[CHART] == before


def first_not_done(rows: Rows) -> None:
    """The first that hasn't been done at all, and one the less that waits: another series in every chart."""
    row(rows, "outcomes", "A07")["status"] = "Har ej skett"


def all_done_but_one(rows: Rows) -> None:
    rows["outcomes"] = [{"id": planned["id"], "status": DONE, "days": 3} for planned in rows["plan"]]
    row(rows, "outcomes", "A03").pop("status")


def one_area_more(rows: Rows) -> None:
    rows["areas"].append({"id": "O9", "name": "Nytt område"})
    rows["groups"].append({"id": "G9", "area": "O9", "name": "Nytt"})
    rows["plan"][3]["group"] = "G9"


@pytest.mark.parametrize("change", [first_not_done, one_area_more])
@pytest.mark.parametrize("command", ["short", "plan"])
def test_a_chart_gets_the_bars_and_series_of_today(
    tmp_path: Path, command: str, change: Callable[[Rows], None]
) -> None:
    document, workbook = written_year(tmp_path, "2026", command, change, all_done_but_one)
    refresh(document, workbook, now=NOW)
    assert told(document, workbook) == []
    fresh = tmp_path / "i dag"
    fresh.mkdir()

    def today(rows: Rows) -> None:
        all_done_but_one(rows)
        change(rows)

    new, _ = written_year(fresh, "2026", command, no_change, today)
    assert charts_in(document) == charts_in(new)
    assert faults(document.read_bytes()) == []


def last_waits(rows: Rows) -> None:
    """One status is lacking: what waits is a series of every chart of status."""
    row(rows, "outcomes", "A05")["status"] = None


def last_has_come(rows: Rows) -> None:
    row(rows, "outcomes", "A05")["status"] = DONE


@pytest.mark.parametrize("is_recoloured", [False, True])
def test_a_series_that_nothing_waits_in_goes_or_is_named(tmp_path: Path, *, is_recoloured: bool) -> None:
    document, workbook = written_year(tmp_path, "2022", "short", last_has_come, last_waits)
    if is_recoloured:
        changed(document, recolour)
    left = [each.message for each in refresh(document, workbook, now=NOW).left if each.kind == "chart"]
    assert ["har kvar en serie utan siffror: ”Utan status”." in message for message in left] == [True] * is_recoloured
    assert [each.message for each in told(document, workbook)] == left
    idle = [data for name, data in charts_in(document).items() if b"Utan status" in data]
    assert bool(idle) == is_recoloured
    changed(document, without_series("Utan status"))  # as the remedy says
    assert told(document, workbook) == []


def without_series(name: str) -> Change:
    """As Word leaves a chart that a series has been taken out of, with a data sheet that it has saved."""

    def change(parts: dict[str, bytes]) -> None:
        pattern = rb"<c:ser>(?:(?!</c:ser>).)*" + name.encode() + rb".*?</c:ser>"
        for part, data in parts.items():
            if part.startswith("word/charts/chart"):
                parts[part] = re.sub(pattern, b"", data, flags=re.DOTALL)
        edit_sheet(parts)

    return change


def recolour(parts: dict[str, bytes]) -> None:
    """A look of people's own, so that the chart is not drawn anew."""
    parts[CHART] = re.sub(rb'(<c:ser>.*?srgbClr val=")[0-9A-F]{6}', rb"\g<1>FF0000", parts[CHART], count=1)


def charts_in(document: Path) -> dict[str, bytes]:
    """The charts and their data sheets, but for the names of what is in the XML."""
    parts = {name: data for name, data in members(document).items() if name.startswith(("word/charts/c", "word/emb"))}
    return {
        name: etree.tostring(etree.fromstring(data), method="c14n") if name.endswith("xml") else data
        for name, data in parts.items()
    }


def with_alt(document: Path, alt: Callable[[str], str]) -> str:
    """Write the first chart's alternative text anew; gives the new one."""
    edited = docx.Document(str(document))
    charts = (one for one in edited.element.iter(qn("wp:docPr")) if one.get("name", "").startswith("Diagram"))
    first = next(charts)
    made = alt(first.get("descr"))
    first.set("descr", made)
    edited.save(str(document))
    return made


def test_an_old_text_for_a_chart_that_is_right_is_mended(year: tuple[Path, Path]) -> None:
    document, workbook = year
    with_alt(document, lambda alt: alt.replace("253", "254"))
    assert [each.message for each in told(document, workbook)] == [
        f"Alternativtexten till diagrammet ”{TITLE}” har gamla siffror."
    ]
    before = members(document)[CHART]
    assert refresh(document, workbook, now=NOW).left == ()
    assert members(document)[CHART] == before
    assert told(document, workbook) == []


@pytest.mark.parametrize(
    ("alt", "odd"),
    [
        ("Mest till uppföljningen, 253 av 755 dagar 2026.", ""),
        ("Mest till uppföljningen.", ""),
        ("Mest till uppföljningen, 257 dagar.", "257"),
    ],
)
def test_a_rewritten_text_stays_and_its_old_figures_are_told(year: tuple[Path, Path], alt: str, odd: str) -> None:
    document, workbook = year
    with_alt(document, lambda _: alt)
    found = [each.message for each in told(document, workbook)]
    assert found == (
        [f"Alternativtexten till diagrammet ”{TITLE}” säger {odd}, som inte är någon av dess siffror."] * bool(odd)
    )
    set_value(workbook, "Plan/A03/Dagar", 60)
    left = [each.message for each in refresh(document, workbook, now=NOW).left if each.kind == "chart"]
    assert len(left) == any(character.isdigit() for character in alt)
    assert with_alt(document, str) == alt


@pytest.mark.libreoffice
def test_a_chart_saved_by_libreoffice_is_a_chart(year: tuple[Path, Path], tmp_path: Path) -> None:
    document, _ = year
    saved = convert(document, "docx", tmp_path / "sparad")
    assert b"c:chart " in members(saved)["word/document.xml"]


def test_a_text_for_a_chart_follows_in_other_words_too(tmp_path: Path) -> None:
    """What was reported is so no longer: not only the figures of the text are others. It is followed back again too."""

    def none_left(rows: Rows) -> None:
        rows["efforts"].clear()

    document, workbook = written_year(tmp_path, "bidrag-2026", "report", none_left, answered)
    (tmp_path / "i dag").mkdir()
    _, before = written_year(tmp_path / "i dag", "bidrag-2026", "report", no_change, answered)
    alts = texts_for_charts(document)
    for book, there in ((workbook, False), (before, True)):
        refresh(document, book, now=NOW)
        said = [each for each in texts_for_charts(document) if each.startswith("Att använda")]
        assert said
        assert (said[0] in alts) is there
        assert not any("Alternativtexten" in each.message for each in told(document, book))


def texts_for_charts(document: Path) -> list[str]:
    body = docx.Document(str(document)).element.body
    return [each.get("descr", "") for each in body.iter(qn("wp:docPr"))]


def test_a_chart_whose_area_has_another_name_is_not_taken_for_its_neighbour(tmp_path: Path) -> None:
    def renamed(rows: Rows) -> None:
        row(rows, "areas", "O1")["name"] = "Nytt område"

    document, workbook = written_year(tmp_path, "2022", "report", renamed)
    before = members(document)
    found = [each.message for each in told(document, workbook)]
    assert [message.split("”")[1] for message in found] == ["Status per område 2022", "Status i området Nytt område"]
    refresh(document, workbook, now=NOW)
    after = members(document)
    drawn = [name for name in before if name.startswith("word/charts/chart") and after[name] != before[name]]
    assert len(drawn) == 2  # of all areas, and of this one
    assert all("Nytt område" in after[name].decode() for name in drawn)
    assert told(document, workbook) == []


@pytest.mark.parametrize(("example", "command"), [("2022", "report"), ("2026", "plan")])
def test_a_chart_that_is_taken_away_with_its_paragraph_is_named(tmp_path: Path, example: str, command: str) -> None:
    document, workbook = written_year(tmp_path, example, command, no_change)
    edited = docx.Document(str(document))
    chart = next(edited.element.body.iter(qn("c:chart")))
    paragraph = next(chart.iterancestors(qn("w:p")))
    paragraph.getparent().remove(paragraph)
    edited.save(str(document))
    verified = verify(document, workbook)
    assert (len(verified.removed_charts), verified.removed) == (1, ())
    assert any(f"Diagrammet ”{verified.removed_charts[0]}” är borttaget" in note for note in verified.notes)


def no_grants(rows: Rows) -> None:
    for county in rows["counties"]:
        county.pop("granted", None)


def test_a_chart_of_one_series_instead_of_several_is_drawn_anew(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "bidrag-2026", "report", no_grants, answered)
    assert refresh(document, workbook, now=NOW).left == ()

    def today(rows: Rows) -> None:
        answered(rows)
        no_grants(rows)

    (tmp_path / "i dag").mkdir()
    new, _ = written_year(tmp_path / "i dag", "bidrag-2026", "report", no_change, today)
    assert charts_in(document) == charts_in(new)
    assert faults(document.read_bytes()) == []


AREA = "Stöd i åtgärdsarbetet för att nå miljömålen"


def an_area_without_activities(rows: Rows) -> None:
    groups = [group["id"] for group in rows["groups"] if group["area"] == "O2"]
    rows["plan"][:] = [activity for activity in rows["plan"] if activity["group"] not in groups]


def test_a_chart_that_the_workbook_has_nothing_for_is_named_as_itself(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2022", "report", an_area_without_activities)
    verified = verify(document, workbook)
    gone = [each for each in verified.disagreements if each.kind == "chart" and "inte har i dag" in each.message]
    assert [each.message for each in gone] == [
        f"Diagrammet ”Status i området {AREA}” visar siffror som arbetsboken inte har i dag."
    ]
    assert "Ta bort det" in gone[0].remedy
    assert verified.removed_charts == ()
    titles = {each.message.split("”")[1] for each in verified.disagreements if each.kind == "chart"}
    assert titles <= {each.partition(". ")[0] for each in texts_for_charts(document)} | {"Status per prioritet 2022"}


def names_exchanged(rows: Rows) -> None:
    one, other = row(rows, "areas", "O1"), row(rows, "areas", "O2")
    one["name"], other["name"] = other["name"], one["name"]


def test_a_chart_over_the_caption_of_another_is_told(tmp_path: Path) -> None:
    """Two areas have each other's names: the captions follow, but charts are known by what they are called."""
    document, workbook = written_year(tmp_path, "2022", "report", names_exchanged)
    left = [each.message for each in refresh(document, workbook, now=NOW).left if each.kind == "chart"]
    assert len(left) == 2
    assert all(each.startswith("Diagrammet ”Status i området ") for each in left)
    assert all("står över figurtexten till ett annat" in each for each in left)
    assert [each.message for each in told(document, workbook)] == left
