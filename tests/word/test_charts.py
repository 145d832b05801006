"""What a chart's XML must hold to be read by everyone: contrast, order, and thousands as Swedish writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import combinations_with_replacement, pairwise, product
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from msgspec.structs import replace as struct_replace

from rus_sheets.documents.figures import number
from rus_sheets.texts.content import Chart, Series, Text
from rus_sheets.word.chart.chartread import read_chart, redrawn
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import NS, q
from rus_sheets.word.parts.package import repack
from tests.word.documents import made

WHITE = "FFFFFF"
KINDS = ("bar", "column", "stacked")


def chart_xml(
    folder: Path, kind: str, series: int, *, waiting: bool = True, rows: int = 3, value: float = 1_234_567.0
) -> etree._Element:
    """The chart that a document gets."""
    names = tuple(f"Post {number}" for number in range(rows))
    shown = [Series(f"Serie {number}", tuple(value + row for row in range(rows))) for number in range(series)]
    if waiting:
        shown[-1] = Series("Ännu inte redovisat", shown[-1].values, waiting=True)
    return _drawn(folder, Chart(kind, "Titel", names, tuple(shown), "Alt."))  # type: ignore[arg-type]


def _document(folder: Path, chart: Chart) -> bytes:
    return made(folder, "<w:p><w:r><w:t>{{p d }}</w:t></w:r></w:p>", {"d": Text((chart,))})


def _drawn(folder: Path, chart: Chart) -> etree._Element:
    with ZipFile(BytesIO(_document(folder, chart))) as archive:
        return etree.fromstring(archive.read("word/charts/chart1.xml"))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour(series: etree._Element, path: str = "c:spPr/a:solidFill/a:srgbClr") -> str:
    found = series.find(path, NS)
    return "" if found is None else found.get("val", "")


@pytest.mark.parametrize(("kind", "series"), list(product(KINDS, range(1, 8))))
def test_bars_stand_out_from_the_page_and_from_each_other(tmp_path: Path, kind: str, series: int) -> None:
    chart = chart_xml(tmp_path, kind, series)
    bars = list(chart.iter(q("c:ser")))
    assert all(contrast(colour(each), WHITE) >= 3 for each in bars)
    assert len({colour(each) for each in bars}) == len(bars)
    overlap = chart.find(".//c:overlap", NS)
    for one, other in pairwise(bars):
        line = colour(one, "c:spPr/a:ln/a:solidFill/a:srgbClr")
        parted = bool(line) and contrast(line, colour(one)) >= 3 and contrast(line, colour(other)) >= 3
        apart = overlap is not None and int(overlap.get("val", "0")) < 0
        assert contrast(colour(one), colour(other)) >= 3 or parted or apart


@pytest.mark.parametrize(("kind", "series"), list(product(KINDS, range(1, 8))))
def test_figures_can_be_read_where_they_stand(tmp_path: Path, kind: str, series: int) -> None:
    chart = chart_xml(tmp_path, kind, series)
    text = chart.find("c:txPr//a:solidFill/a:srgbClr", NS)
    assert text is not None
    assert contrast(text.get("val", ""), WHITE) >= 4.5
    for each in chart.iter(q("c:ser")):
        place = each.find("c:dLbls/c:dLblPos", NS)
        if place is not None and place.get("val") == "ctr":
            assert contrast(colour(each, "c:dLbls/c:txPr//a:solidFill/a:srgbClr"), colour(each)) >= 4.5


@pytest.mark.parametrize(("name", "hidden"), [("2022", "0"), ("Aktiviteter", "1")])
def test_a_single_bar_has_its_name_in_the_caption_but_a_year_is_told(tmp_path: Path, name: str, hidden: str) -> None:
    chart = _drawn(tmp_path, Chart("stacked", "Utfall", (name,), (Series("Löner", (1_000.0,)),), "Alt."))
    (delete,) = chart.xpath("//c:catAx/c:delete", namespaces=NS)
    assert delete.get("val") == hidden


@pytest.mark.parametrize("kind", KINDS)
def test_the_legend_has_the_order_of_the_bars(tmp_path: Path, kind: str) -> None:
    """Only stacked ones lie: of bars side by side LibreOffice turns the legend around."""
    chart = chart_xml(tmp_path, kind, 3)
    assert chart.findtext(".//c:legend", None, NS) is not None
    lying = chart.find(".//c:barDir", NS).get("val") == "bar"  # type: ignore[union-attr]
    assert lying == (kind == "stacked")
    assert chart.find(".//c:catAx/c:scaling/c:orientation", NS).get("val") == ("maxMin" if lying else "minMax")  # type: ignore[union-attr]
    orders = [int(each.find("c:order", NS).get("val", "")) for each in chart.iter(q("c:ser"))]  # type: ignore[union-attr]
    assert orders == sorted(orders)


def test_what_waits_is_grey(tmp_path: Path) -> None:
    assert {
        colour(list(chart_xml(tmp_path, kind, count).iter(q("c:ser")))[-1]) for kind in KINDS for count in (2, 4)
    } == {"6B6B6B"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_programs_language_decides_how_thousands_are_written(tmp_path: Path, kind: str) -> None:
    chart = chart_xml(tmp_path, kind, 2)
    codes = {each.get("formatCode", "") for each in chart.iter(q("c:numFmt"))} - {"General"}
    codes |= {each.text or "" for each in chart.iter(q("c:formatCode"))}
    assert codes
    assert all("," not in code and "\u00a0" in code for code in codes)


@pytest.mark.parametrize(("rows", "series"), list(product((1, 3, 5, 8, 21), (1, 2, 3))))
def test_a_figure_never_lies_over_the_next_column(tmp_path: Path, rows: int, series: int) -> None:
    """A figure of seven digits at 9 points is 1.3 cm wide; what has no room gets an axis instead."""
    chart = chart_xml(tmp_path, "column", series, waiting=False, rows=rows)
    labelled = chart.find(".//c:dLbls", NS) is not None
    axis = chart.find(".//c:valAx/c:delete", NS).get("val") == "0"  # type: ignore[union-attr]
    assert labelled != axis
    assert not labelled or 15 / (rows * (series + 0.4)) > 1.3


@pytest.mark.parametrize(("kind", "sign"), [("bar", 1), ("column", 1), ("stacked", 1), ("bar", -1)])
def test_a_label_has_the_decimals_of_the_table(tmp_path: Path, kind: str, sign: int) -> None:
    values = (252.5, 253.0, 1_250.25, 999.75, 2_000_000.5)
    names = tuple(map(number, values))
    drawn = Chart(kind, "Titel", names, (Series("Dagar", tuple(sign * value for value in values)),), "Alt.")  # type: ignore[arg-type]
    labels = {each.find("c:idx", NS).get("val"): each for each in _drawn(tmp_path, drawn).iter(q("c:dLbl"))}  # type: ignore[union-attr]
    codes = {place: label.find("c:numFmt", NS) for place, label in labels.items()}
    decimals = {
        place: code.get("formatCode", "").partition(";")[0].partition(".")[2]
        for place, code in codes.items()
        if code is not None and place != "1"
    }
    room = {"0": "0", "2": "00", "3": "00", "4": "0"}
    assert decimals == ({"4": "0"} if kind == "stacked" else room)
    assert all("\u2212" in code.get("formatCode", "") for place, code in codes.items() if code is not None)


def test_a_minus_is_that_of_the_text(tmp_path: Path) -> None:
    chart = chart_xml(tmp_path, "bar", 1, waiting=False, value=-529_767.0)
    codes = {each.get("formatCode", "") for each in chart.iter(q("c:numFmt"))} - {"General"}
    assert len(codes) == 1
    assert "\u2212" in codes.pop()


FIGURES = (-3_349_000.0, -529_767.0, -50_000.0, -750.0, 0.0, 8.0, 1_500.0, 66_000.0, 2_000_000.0)


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(FIGURES, 2)))
def test_figures_in_charts_are_written_as_in_the_text(tmp_path: Path, one: float, other: float) -> None:
    """Only above nought is a figure at most led by spaces where it is shorter than its section: no "− 750"."""
    drawn = _drawn(tmp_path, Chart("bar", "Titel", ("A", "B"), (Series("S", (one, other)),), "Alt."))
    for place, value in enumerate((one, other)):
        own = next((each.find("c:numFmt", NS) for each in drawn.iter(q("c:dLbl")) if _place(each) == place), None)
        code = (drawn.find(".//c:dLbls/c:numFmt", NS) if own is None else own).get("formatCode")  # type: ignore[union-attr]
        assert as_excel_writes(value, code or "").lstrip() == number(value)
        assert value >= 0 or "[" not in (code or "")  # programs don't agree on the sign in a section with a condition


def _place(label: etree._Element) -> int:
    return int(label.find("c:idx", NS).get("val", ""))  # type: ignore[union-attr]


def as_excel_writes(value: float, code: str) -> str:
    """A number in a format of ours: with conditions above nought, or one section above and one below it."""
    sections = code.split(";")
    if len(sections) == 2:
        return _in_digits(round(abs(value)), sections[value < 0])
    for section in sections:
        condition = re.match(r"\[>=([\d.]+)\]", section)
        if condition is None or value >= float(condition[1]):
            return _in_digits(round(value), section[condition.end() :] if condition else section)
    raise AssertionError(code)


def _in_digits(value: int, pattern: str) -> str:
    """The digits from the right; those that are left over stand at the first place for one."""
    digits, made = list(str(value)), ""
    marks = re.findall(r"\\.|[#0]", pattern)
    first = next(place for place, mark in enumerate(marks) if mark in "#0")
    for place, mark in reversed(list(enumerate(marks))):
        if mark in "#0":
            made = ("".join(digits) if place == first else digits.pop() if digits else "") + made
        else:
            made = mark[1:] + made
    return made


@pytest.mark.parametrize(
    ("name", "small", "shown"),
    [("A", 8_000, False), ("A", 9_000, True), ("Ett långt namn på ett område", 9_000, False)],
)
def test_a_figure_has_air_on_its_part_of_a_bar(tmp_path: Path, name: str, small: float, shown: bool) -> None:
    """Of bars of 135 000 beside a name of a letter, 9 000 is 0.99 cm and takes 0.92 with air. Names take room."""
    series = (Series("Använt", (135_000.0 - small, 1.0)), Series("Inte använt", (small, 134_999.0)))
    drawn = _drawn(tmp_path, Chart("stacked", "Titel", (name, "B"), series, "Alt."))
    removed = [{each.get("val") for each in one.iterfind(".//c:dLbl/c:idx", NS)} for one in drawn.iter(q("c:ser"))]
    assert removed == [{"1"}, set() if shown else {"0"}]


def test_one_of_thirty_has_its_figure_beside_a_long_name(tmp_path: Path) -> None:
    """How many activities have each status: a digit needs less air than an amount."""
    series = (Series("Som planerat", (28.0, 10.0)), Series("Delvis", (1.0, 1.0)))
    drawn = _drawn(tmp_path, Chart("stacked", "Titel", ("A" * 44, "B"), series, "Alt."))
    assert [*drawn.iter(q("c:dLbl"))] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_longest_of_stacked_bars_takes_the_whole_width(tmp_path: Path, rows: int) -> None:
    """An axis that each program chooses for itself leaves up to half of it empty."""
    chart = chart_xml(tmp_path, "stacked", 2, rows=rows, value=10.0)
    assert chart.find(".//c:valAx/c:scaling/c:max", NS).get("val") == str(2 * (10.0 + rows - 1))  # type: ignore[union-attr]


REFIGURED = [
    ("bar", (50_000.0, 8.0), (-529_767.0, 1_500.0)),
    ("bar", (-50_000.0, -8.0), (-3_349_000.0, 0.0)),
    ("bar", (-50_000.0, 8.0), (2_000_000.0, 1_900_000.0)),
    ("bar", (-50_000.0, 8.0), (-750.0, 50_000.0)),
    ("stacked", (66_000.0, 5_000.0), (1_500.0, 70_000.0)),
    ("stacked", (1.0, 30.0), (12.0, 9.0)),
]


@pytest.mark.parametrize(("kind", "old", "new"), REFIGURED)
def test_a_chart_that_is_given_new_figures_is_as_if_it_were_new(
    tmp_path: Path, kind: str, old: tuple[float, ...], new: tuple[float, ...]
) -> None:
    """Also where they are of another size or below nought: the axis, the thousands and which have room follow."""
    was, wanted = (_two_bars(kind, values) for values in (old, new))
    path = tmp_path / "dokument.docx"
    path.write_bytes(_document(tmp_path, was))
    package = WordPackage(path)
    part = "word/charts/chart1.xml"
    parts = redrawn(package, read_chart(package, part, "", was.alt, "word/document.xml"), wanted)
    assert etree.tostring(etree.fromstring(parts[part]), method="c14n") == etree.tostring(
        _drawn(tmp_path, wanted), method="c14n"
    )


_OURS = b"<a:defRPr/>|<a:defRPr b=.*?</a:defRPr>"
_LETTERS = b'<a:defRPr sz="1400" i="1"><a:latin typeface="Georgia"/></a:defRPr>'


@pytest.mark.parametrize(("kind", "values"), [("bar", (50_000.0, -8.0)), ("stacked", (66_000.0, 5_000.0))])
def test_new_series_have_their_figures_in_the_letters_that_people_chose(
    tmp_path: Path, kind: str, values: tuple[float, ...]
) -> None:
    """Also those of single figures, and of a series that the chart didn't have."""
    was = _two_bars(kind, values)
    more = (*was.series, Series("Ny", (7.0, 9.0))) if kind == "stacked" else was.series
    series = tuple(replace(one, values=(*one.values, 1.0)) for one in more)
    wanted = struct_replace(was, categories=("A", "B", "C"), series=series)
    parts = _redrawn(tmp_path, was, wanted, lambda xml: re.sub(_OURS, _LETTERS, xml))
    drawn = list(etree.fromstring(parts[_PART]).iter(q("c:ser")))
    assert len(drawn) == len(wanted.series)
    for one in drawn:
        letters = [each.get("sz") for each in one.iterfind(".//c:txPr//a:defRPr", NS)]
        assert letters
        assert set(letters) == {"1400"}


_MOVED = b'<c:layout><c:manualLayout><c:x val="0.1"/><c:y val="0.1"/></c:manualLayout></c:layout>'
_WORDS = b"<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>mest</a:t></a:r></a:p></c:rich></c:tx>"


@pytest.mark.parametrize("own", [_MOVED, _WORDS], ids=["moved", "words"])
def test_a_label_that_people_have_changed_is_not_written_over(tmp_path: Path, own: bytes) -> None:
    """With other figures it stays; with other bars nobody knows whose it is, so the chart is left to people."""
    was = _two_bars("bar", (-5_000_000.0, -8_000.0))
    change = lambda xml: xml.replace(b'<c:idx val="0"/><c:numFmt', b'<c:idx val="0"/>' + own + b"<c:numFmt")  # noqa: E731
    figures = struct_replace(was, series=(replace(was.series[0], values=(-6_000_000.0, -7_000.0)),))
    assert own in _redrawn(tmp_path, was, figures, change)[_PART]
    longer = struct_replace(
        was, categories=("A", "B", "C"), series=(replace(was.series[0], values=(-6e6, -7e3, -1e3)),)
    )
    assert _redrawn(tmp_path, was, longer, change) == {}


_PART = "word/charts/chart1.xml"


def _redrawn(tmp_path: Path, was: Chart, wanted: Chart, change: Callable[[bytes], bytes]) -> dict[str, bytes]:
    """The parts of a document with ``was``, which people have changed, that show ``wanted``."""
    path = tmp_path / "dokument.docx"
    package = repack(_document(tmp_path, was), {_PART: change})
    path.write_bytes(package)
    opened = WordPackage(path)
    return redrawn(opened, read_chart(opened, _PART, "", was.alt, "word/document.xml"), wanted)


def _two_bars(kind: str, values: tuple[float, ...]) -> Chart:
    parts = (Series("S", values), Series("T", values[::-1])) if kind == "stacked" else (Series("S", values),)
    return Chart(kind, "Titel", ("A", "B"), parts, "Alt.")  # type: ignore[arg-type]
