"""What a document remembers: it comes back as it was, and what is damaged is as if it weren't there."""

from __future__ import annotations

import json
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from rus_sheets.texts.content import ITEM, Figure, Paragraph, Run, Said, Text
from rus_sheets.word.edit.plain import without_controls
from rus_sheets.word.make.render import render
from rus_sheets.word.memory.record import (
    Origin,
    Record,
    followed,
    plain_text,
    read_record,
    record_xml,
    says_something,
    skeletons,
    words_in,
)
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.bookmarks import read_spots
from tests.word.documents import NAMES, PROPERTIES, faults
from tools.maker.markup import block, heading, loop, p, table, when
from tools.maker.package import package

BODY = (
    heading(1, "{{ titel }}")
    + loop("rad", "rader", when("rad.text", p("**{{ rad.namn }}**: {{ rad.tal }} kr"), block("rad.text")))
    + table("Rader", ("Namn", "Tal"), (1, 1), "rad", "rader", ("{{ rad.namn }}", "{{ rad.tal }}"))
)


def item(number: int, text: str = "En text.") -> dict[str, object]:
    name = Said(f"Rad & {number}", f"Plan/A{number}/Namn", f"Plan A{number}, Namn")
    said = Text((Paragraph((Run(text),)), Paragraph((Run("Till."),)))) if text else Text()
    return {"namn": name, "tal": Figure(str(number), f"Plan/A{number}/Tal"), "text": said, ITEM: f"Plan/A{number}"}


def written(folder: Path) -> tuple[bytes, dict[str, object]]:
    path = folder / "mall.docx"
    path.write_bytes(package("Mall", BODY, cover=False))
    context: dict[str, object] = {**NAMES, "rader": [item(1), item(2, ""), item(3)]}
    return render(path, context, PROPERTIES, remembered=Origin("plan")), context


def record_of(document: bytes) -> Record:
    found = read_record(WordPackage("d.docx", document))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\ufdd2\ufdd3", " \ufdd2 \ufdd3\n", "https://", "/", "a/ ", "\ufdd214\ufdd3", "\u00a0", "\nDagar"],
)
def test_what_says_something_is_what_is_left_as_plain_text(text: str) -> None:
    assert says_something(text) == bool(plain_text(text))


def test_it_comes_back_with_what_can_be_read(tmp_path: Path) -> None:
    document, context = written(tmp_path)
    assert faults(document) == []
    record = record_of(document)
    spots = read_spots(WordPackage("d.docx", document)).by_number
    keys = [each.key for each in record.trail.walk() if each.what == "i"]
    assert keys == ["Plan/A1", "Plan/A2", "Plan/A3"] * 2
    said = {each.number: spots[each.number].text for each in record.trail.walk() if each.number in spots}
    assert sum("Rad & 1" in text for text in said.values()) > 4
    # What isn't printed has no place: the second row has no text.
    assert [bool(each.seen) for each in record.trail.walk() if each.what == "i"] == [True, False, True] + [True] * 3
    again = followed(record.skeleton, context)
    assert again is not None
    assert [node.key for node in again.root.walk() if node.what == "i"] == keys


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<w:p><w:t>Om {% if a %}A{% endif %}</w:t></w:p>", "Om {% if a %}A{% endif %}\n\n"),
        ('<w:p><wp:docPr descr="{{ a }}"/></w:p>', "\ufdd4{{ a }}\ufdd5\n"),
        ("<w:p>{<w:tab/>{% if a %}A{% endif %}</w:p>", None),
        ("<w:p>{<w:tab/>{{ a }}</w:p>", None),
        ("<w:p>{% if a %}A{% endif %}</w:p>" + "x" * 2**20, None),
    ],
)
def test_a_template_without_its_look_has_the_same_tags_or_is_none(source: str, expected: str | None) -> None:
    assert skeletons([source]) == (() if expected is None else (expected,))


def test_what_describes_a_table_is_no_text_of_the_document() -> None:
    """Else a caption with the year in it was told as "Tabell. Budget 2026 2026"."""
    table = '<w:tbl><x w:val="B {{ år }}"/><w:t>Post</w:t></w:tbl>'
    source = f"<w:p><w:t>Budget {{{{ år }}}}</w:t></w:p>{{% if a %}}{table}{{% endif %}}"
    skeleton = skeletons([source])
    trail = followed(skeleton, {"år": "2026", "a": True})
    assert trail is not None
    assert trail.root.text.split() == ["Budget", "2026", "Post"]
    assert [node.text.strip() for node in trail.root.walk() if node.what == "b"] == ["Post"]
    assert [*words_in(skeleton[0])] == ["Budget", "Post"]


def with_record(document: bytes, content: bytes) -> WordPackage:
    target = BytesIO()
    with ZipFile(BytesIO(document)) as source, ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name, content if name == "customXml/item1.xml" else source.read(name))
    return WordPackage("d.docx", target.getvalue())


def test_a_copy_for_publication_remembers_nothing(tmp_path: Path) -> None:
    document, _ = written(tmp_path)
    made = without_controls(WordPackage("d.docx", document))
    assert faults(made) == []
    package = WordPackage("d.docx", made)
    assert read_record(package) is None
    assert not any(b"Plan/A1" in package.read(info.filename) for info in package.infos)


DEEP = "[" * 5000 + "]" * 5000


TRAILS = ("1", "null", "[]", '"p"', DEEP, '["x",0,"","","",[]]', '["p","a","","","",[]]', '["p",1e999,"","","",[]]',
          '["p",0,"","","",[1]]', '["p",0,"","","",["i",1,"a","","",[]]]')  # fmt: skip
TEXTS = (
    *("", "{", "[]", "null", "1", "{}", '{"version":2}', '{"version":1}'),
    '{"version":1,"document":"plan","template":[]}',
    *(f'{{"version":1,"document":"plan","template":[],"trail":{trail}}}' for trail in TRAILS),
)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_damaged_record_is_none(tmp_path: Path, text: str) -> None:
    document, _ = written(tmp_path)
    content = f'<r:record xmlns:r="urn:rus-sheets:record">{text}</r:record>'.encode()
    assert read_record(with_record(document, content)) is None


@pytest.mark.parametrize(
    "skeleton",
    ["{{", "{% for a in b %}", "{{ okänd }}", "{{ ''.__class__ }}", "{{ titel * 10000000 }}", "{% include 'x' %}",
     "{% for a in rader %}" * 9 + "{% endfor %}" * 9, "{% if 1 %}" * 300 + "{% endif %}" * 300, "x" * 3_000_000],
)  # fmt: skip
def test_a_template_that_must_not_be_followed_isnt(tmp_path: Path, skeleton: str) -> None:
    _, context = written(tmp_path)
    assert followed([skeleton], context) is None


def test_bookmarks_that_never_end_take_no_time(tmp_path: Path) -> None:
    document, _ = written(tmp_path)
    record = record_of(document)
    marks = "".join(
        f'<w:bookmarkStart w:id="{n}" w:name="_rus{n}"/><w:r><w:t>x</w:t></w:r>' for n in range(1000, 21000)
    )
    target = BytesIO()
    with ZipFile(BytesIO(document)) as source, ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body><w:p>" + marks.encode() + b"</w:p>")
            made.writestr(name, data)
    begun = time.perf_counter()
    read_spots(WordPackage("d.docx", target.getvalue()))
    assert time.perf_counter() - begun < 20
    assert json.loads(record_xml(record).partition(b">{")[2].rpartition(b"}<")[0].join((b"{", b"}")))["version"] == 1
