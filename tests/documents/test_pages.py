"""What a reader would trip over on any page: dates of machines, a heading or a sentence once more, broken heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from rus_sheets.word.parts.outline import heading_numbers
from rus_sheets.word.parts.styles import Styles
from tests.documents.states import DOCUMENTS, book, document
from tests.word.accessibility import problems
from tests.word.documents import body, faults, headings, lines

EACH = pytest.mark.parametrize(("name", "state", "command"), DOCUMENTS)
_SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?:]{24,}[.!?](?=\s+[A-ZÅÄÖ]|$)")


@EACH
def test_the_document_is_sound_and_accessible(name: str, state: str, command: str) -> None:
    made = document(name, state, command)
    assert faults(made) == []
    assert problems(made) == []


@EACH
def test_dates_are_written_in_words(name: str, state: str, command: str) -> None:
    told = [line for line in lines(document(name, state, command)) if re.search(r"\b\d{4}-\d\d-\d\d\b", line)]
    assert told == []


@EACH
def test_no_heading_stands_twice(name: str, state: str, command: str) -> None:
    """Neither under the same heading, nor as the first words of the one it stands right under."""
    path: list[str] = []
    seen: Counter[tuple[str, ...]] = Counter()
    found = headings(document(name, state, command))
    for level, text in found:
        path = [*path[: level - 1], text.casefold()]
        seen[tuple(path)] += 1
    assert [each for each, count in seen.items() if count > 1] == []
    for (above, one), (below, other) in pairwise(found):
        short = max(len(one.split()), len(other.split())) <= 3
        assert below <= above or not short or one.casefold()[:6] != other.casefold()[:6], (one, other)


@EACH
def test_appendices_are_named_once_and_counted(name: str, state: str, command: str) -> None:
    named = [text for level, text in headings(document(name, state, command)) if text.startswith("Bilaga ")]
    assert [re.match(r"Bilaga (\d+)\. (?!Bilaga)", text)[1] for text in named] == [  # type: ignore[index]
        str(number) for number in range(1, len(named) + 1)
    ]


@pytest.mark.parametrize("state", ["empty", "planned", "half", "whole"])
def test_the_counties_chapters_are_numbered_and_the_counties_are_not(state: str) -> None:
    made = document("bidrag", state, "report")
    with ZipFile(BytesIO(made)) as archive:
        parts = {name: etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("styles", "numbering")}
    numbers = heading_numbers(body(made), parts["numbering"], Styles(parts["styles"]))
    chapters = [text for level, text in headings(made) if level == 1]
    assert list(numbers.values()) == [str(number) for number in range(1, len(chapters) + 1)]
    assert [text_of(paragraph).strip() for paragraph in numbers] == chapters


@EACH
def test_grey_is_grey_in_every_program(name: str, state: str, command: str) -> None:
    """In a table, LibreOffice lets the table's own colour go before that of a character style, not of a paragraph's."""
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    grey = [
        paragraph
        for paragraph in body(made).iter(q("w:p"))
        if any(attribute(look, "w:val") == "Dampad" for look in paragraph.iter(q("w:rStyle")))
    ]
    for paragraph in grey:
        style = _styles_of(styles, attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val"))[0]
        assert style.find("w:rPr/w:color", NS) is not None, text_of(paragraph)
    assert grey or (name, state) not in [("bidrag", "half"), ("bidrag", "planned")]


@EACH
def test_no_sentence_stands_twice(name: str, state: str, command: str) -> None:
    """More often than people have written it in the workbook."""
    cells = (cell for table in book(name, state).tables.values() for row in table for cell in row.cells.values())
    written = _sentences(cell.value for cell in cells if isinstance(cell.value, str))
    printed = _sentences(lines(document(name, state, command)))
    assert [each for each, count in printed.items() if count > max(1, written[each])] == []


def _sentences(texts: Iterable[str]) -> Counter[str]:
    seen: Counter[str] = Counter()
    for text in texts:
        for line in text.split("\n"):
            seen.update(set(_SENTENCE.findall(line.replace("\u00a0", " "))))
    return seen


@EACH
def test_no_section_links_to_the_same_place_twice(name: str, state: str, command: str) -> None:
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        styles = Styles(etree.fromstring(archive.read("word/styles.xml")))
    section, seen = "", Counter[tuple[str, str]]()
    for paragraph in body(made).iter(q("w:p")):
        if styles.heading_level(paragraph) in {1, 4}:
            section = text_of(paragraph)
        for link in paragraph.iter(q("w:hyperlink")):
            if link.get(q("r:id")):
                seen[section, text_of(link)] += 1
    assert [each for each, count in seen.items() if count > 1] == []


_LEADING = re.compile("Heading[1-4]|Omrade[1-4]|Etikett|Status|Faktarad|Caption")


@EACH
def test_what_leads_up_to_something_stays_with_it(name: str, state: str, command: str) -> None:
    """A heading, a label or a line of facts is never last on a page: in the file, whatever a program makes of it."""
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    for paragraph in body(made).iter(q("w:p")):
        style = attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")
        if _LEADING.fullmatch(style) and not text_of(paragraph).startswith("Figur "):
            chain = (paragraph, *_styles_of(styles, style))
            assert any(each.find("w:pPr/w:keepNext", NS) is not None for each in chain), text_of(paragraph)
            following = paragraph.getnext()
            assert following is not None
            assert following.tag in (q("w:p"), q("w:tbl"), q("w:bookmarkEnd")), text_of(paragraph)


@EACH
def test_no_item_of_a_list_can_stand_alone_on_a_page(name: str, state: str, command: str) -> None:
    """The last item stays with the one before it, the first with the one after it, a lone one with what leads to it."""
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    found = list(body(made).iter(q("w:p")))
    for before, item in pairwise(found):
        after = item.getnext()
        alone = after is None or not _is_item(after)
        if _is_item(item) and alone and before is item.getprevious():
            chain = _styles_of(styles, attribute(before.find("w:pPr/w:pStyle", NS), "w:val"))
            assert any(each.find("w:pPr/w:keepNext", NS) is not None for each in (before, *chain)), text_of(item)
        if _is_item(item) and not alone and not (before is item.getprevious() and _is_item(before)):
            assert item.find("w:pPr/w:keepNext", NS) is not None, text_of(item)


@EACH
def test_a_last_paragraph_of_one_line_stays_with_the_one_before(name: str, state: str, command: str) -> None:
    """By itself on top of a page it looks as if it were left there."""
    kept = 0
    for before, paragraph in pairwise(body(document(name, state, command)).find("w:body", NS)):
        after = paragraph.getnext()
        follows = _is_plain(before) or _is_item(before)
        goes_on = after is not None and (_is_plain(after) or _is_item(after))
        if follows and not goes_on and _is_plain(paragraph) and len(text_of(paragraph)) <= 110:
            assert before.find("w:pPr/w:keepNext", NS) is not None, text_of(paragraph)
            kept += 1
    assert kept or (name, command) not in [("2022", "report"), ("2022", "short")]


@EACH
def test_a_last_label_with_its_only_line_stays_with_what_is_before(name: str, state: str, command: str) -> None:
    """The two by themselves on top of a page look as if they were left there."""
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        root = etree.fromstring(archive.read("word/styles.xml"))
    styles, found = Styles(root), list(body(made).find("w:body", NS))
    for before, label, line, after in zip(found, found[1:], found[2:], found[3:], strict=False):
        ends = after.tag == q("w:p") and styles.heading_level(after) > 0
        if ends and _is_label(label) and _is_plain(line) and before.tag == q("w:p") and len(text_of(line)) <= 110:
            chain = (before, *_styles_of(root, attribute(before.find("w:pPr/w:pStyle", NS), "w:val")))
            assert any(each.find("w:pPr/w:keepNext", NS) is not None for each in chain), text_of(line)


def _is_label(element: etree._Element) -> bool:
    return attribute(element.find("w:pPr/w:pStyle", NS), "w:val") == "Etikett"


@pytest.mark.parametrize("state", ["half", "whole"])
def test_a_county_is_not_parted_from_its_table(state: str) -> None:
    made = list(body(document("bidrag", state, "report")).find("w:body", NS))
    for before, caption in pairwise(made):
        if text_of(caption).startswith("Tabell ") and "Insatser i " in text_of(caption):
            assert before.find("w:pPr/w:keepNext", NS) is not None, text_of(before)


@pytest.mark.parametrize(("state", "breaks"), [("planned", 1), ("half", 2)])
def test_no_chapter_of_a_short_report_begins_a_page(state: str, breaks: int) -> None:
    """Before anything is reported, the key figures and the economy leave room for what comes next."""
    chapters = [
        paragraph
        for paragraph in body(document("verksamhet", state, "report")).iter(q("w:p"))
        if attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val") == "Heading1"
        and paragraph.find("w:pPr/w:pageBreakBefore", NS) is not None
    ]
    assert len(chapters) == breaks, [text_of(each) for each in chapters]


@EACH
def test_a_chapter_with_a_chart_is_not_parted_and_begins_no_page(name: str, state: str, command: str) -> None:
    """A long one keeps its table, its chart and what leads to them; so no page before it is left nearly empty."""
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        root = etree.fromstring(archive.read("word/styles.xml"))
    styles, chapter = Styles(root), list[etree._Element]()
    kept = set()
    for piece in body(made).find("w:body", NS):
        level = styles.heading_level(piece) if piece.tag == q("w:p") else 0
        if (
            _has_chart(piece)
            and chapter
            and chapter[-1].tag == q("w:tbl")
            and not any(_has_chart(each) for each in chapter)
        ):
            unkept = [text_of(each) for each in chapter if not _is_kept(each, root)]
            assert unkept == []
            kept.add(text_of(chapter[0]))
        chapter = [piece] if level == 1 else [] if level or not chapter else [*chapter, piece]
    assert "Ekonomi" in kept or command != "report" or name == "bidrag" or state in ("empty", "planned")


def _has_chart(element: etree._Element) -> bool:
    return next(element.iter(q("c:chart")), None) is not None


def _is_kept(element: etree._Element, styles: etree._Element) -> bool:
    """Is each paragraph of it kept with the next, by itself or its style?"""
    return all(
        any(
            each.find("w:pPr/w:keepNext", NS) is not None
            for each in (
                paragraph,
                *_styles_of(styles, attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")),
            )
        )
        for paragraph in element.iter(q("w:p"))
    )


@EACH
def test_a_line_that_leads_from_a_heading_to_a_table_stays_with_it(name: str, state: str, command: str) -> None:
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        styles = Styles(etree.fromstring(archive.read("word/styles.xml")))
    found = list(body(made).find("w:body", NS))
    for before, paragraph, after in zip(found, found[1:], found[2:], strict=False):
        leads = before.tag == q("w:p") and styles.heading_level(before) and text_of(after).startswith("Tabell ")
        if leads and _is_plain(paragraph) and len(text_of(paragraph)) <= 110:
            assert paragraph.find("w:pPr/w:keepNext", NS) is not None, text_of(paragraph)


@EACH
def test_a_table_that_parts_leaves_its_head_and_two_rows(name: str, state: str, command: str) -> None:
    for table in body(document(name, state, command)).iter(q("w:tbl")):
        rows = table.findall("w:tr", NS)
        for row in rows[: min(2, len(rows) - 1)]:
            kept = [each.find("w:pPr/w:keepNext", NS) is not None for each in row.iter(q("w:p"))]
            assert all(kept), text_of(table)


@EACH
def test_a_groups_note_stays_with_its_activities_where_it_is_one_line(name: str, state: str, command: str) -> None:
    """A longer one bears the end of a page: with it, a third of a page would stay empty."""
    for paragraph in body(document(name, state, command)).iter(q("w:p")):
        if attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val") == "Gruppnot":
            kept = paragraph.find("w:pPr/w:keepNext", NS) is not None
            assert kept == (len(text_of(paragraph)) <= 110), text_of(paragraph)


def test_only_the_ending_is_kept_together() -> None:
    """The signatures and the lines before them are a third of a page: the chapter begins where it did."""
    made = document("verksamhet", "planned", "application")
    kept = {text_of(each): each.find("w:pPr/w:keepNext", NS) is not None for each in body(made).iter(q("w:p"))}
    assert [is_kept for text, is_kept in kept.items() if text.startswith("När året är slut")] == [False]
    assert all(is_kept for text, is_kept in kept.items() if text.startswith("Verksamhetsplanen är beslutad"))


def test_before_any_county_has_accounted_each_is_named_once() -> None:
    """In the table, which is grey: not in a chart of the same figures, nor in a list."""
    made = document("bidrag", "planned", "report")
    named = [line for line in lines(made) if line.startswith(("Skåne län", "Gotlands län", "Örebro län"))]
    assert [line.partition(" (")[0] for line in named] == ["Gotlands län", "Skåne län", "Örebro län"]
    assert next(body(made).iter(q("c:chart")), None) is None
    assert sum(line.startswith("Inget län har redovisat ännu") for line in lines(made)) == 1


def _is_plain(element: etree._Element) -> bool:
    """A paragraph of running text; what has no style has that one."""
    own = element.find("w:pPr/w:pStyle", NS)
    return element.tag == q("w:p") and own is None and bool(text_of(element)) and not _is_item(element)


def _is_item(paragraph: etree._Element) -> bool:
    return attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val").startswith("List")


@EACH
def test_words_are_not_hyphenated(name: str, state: str, command: str) -> None:
    """Seen in a program that heeds no style: "Planerade da-gar" in the head of a table, "mil-jömål" in a heading."""
    with ZipFile(BytesIO(document(name, state, command))) as archive:
        assert b"autoHyphenation" not in archive.read("word/settings.xml")


@EACH
def test_figures_do_not_stand_close_before_a_text(name: str, state: str, command: str) -> None:
    """A column of figures, which ends at the right, has no column that begins at the left right after it."""
    for table in body(document(name, state, command)).iter(q("w:tbl")):
        head = [_is_right(cell) for cell in table.find("w:tr", NS).iter(q("w:tc"))]
        assert (True, False) not in set(pairwise(head)), text_of(table.find("w:tr", NS))


def _is_right(cell: etree._Element) -> bool:
    paragraph = cell.find("w:p", NS)
    style = attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")
    return style.startswith("Tabelltal") or attribute(paragraph.find("w:pPr/w:jc", NS), "w:val") == "right"


@EACH
def test_no_word_in_a_table_is_cut(name: str, state: str, command: str) -> None:
    """Each word has room in its column: programs cut "miljöinformationsförs|örjning" without a hyphen."""
    for table in body(document(name, state, command)).iter(q("w:tbl")):
        for cell in table.iter(q("w:tc")):
            width = int(attribute(cell.find("w:tcPr/w:tcW", NS), "w:w"))
            for paragraph in cell.iter(q("w:p")):
                if attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val") == "Nyckeltal":
                    continue
                for word in text_of(paragraph).replace("-", "- ").split():
                    assert sum(map(_breadth, word)) * 200 <= width - 170, (word, width)


@EACH
def test_heads_of_tables_are_neither_hyphenated_nor_broken(name: str, state: str, command: str) -> None:
    """Each word of a head has room in its column."""
    made = document(name, state, command)
    with ZipFile(BytesIO(made)) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    for table in body(made).iter(q("w:tbl")):
        for cell in table.find("w:tr", NS).iter(q("w:tc")):
            width = int(attribute(cell.find("w:tcPr/w:tcW", NS), "w:w"))
            for paragraph in cell.iter(q("w:p")):
                chain = _styles_of(styles, attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val"))
                assert any(each.find("w:pPr/w:suppressAutoHyphens", NS) is not None for each in chain), text_of(cell)
                sizes = [attribute(each.find("w:rPr/w:sz", NS), "w:val") for each in chain]
                size = int(next((each for each in sizes if each), "22")) / 2
                for word in text_of(paragraph).split():
                    assert sum(map(_breadth, word)) * size * 20 <= width - 170, word


def _breadth(letter: str) -> float:
    """Of its size, in bold Calibri: at most this much."""
    return 0.36 if letter in "fijlrt.,-()" else 0.85 if letter in "mwMW" else 0.63 if letter.isupper() else 0.55


def _styles_of(styles: etree._Element, style_id: str) -> list[etree._Element]:
    found = {attribute(each, "w:styleId"): each for each in styles.iterfind("w:style", NS)}
    chain = []
    while style_id in found:
        chain.append(found[style_id])
        style_id = attribute(found[style_id].find("w:basedOn", NS), "w:val")
    return chain
