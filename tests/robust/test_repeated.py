"""One piece of text, over and over, in each place of a file: the time grows with its length, not with its square.

Some of all that are listed here at each run; ``RUS_SHEETS_FAULTS=all`` takes them all.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
from itertools import product
from pathlib import Path

import pytest

from rus_sheets.resources import folder
from rus_sheets.usecases.split import split
from tests.robust.forms import small_workbook
from tests.robust.hostile import MEGA, members, packed
from tests.robust.victim import Victim
from tests.robust.year import START

LENGTH = 400_000
MEMORY, SECONDS = 2500 * MEGA, 40
SAMPLE = 10

_CONTROL = (
    '<w:sdt><w:sdtPr><w:tag w:val="Plan/A01/Dagar"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt>"
)
XML = ("<", "<a>", "<!--", "<![CDATA[", "&", "&amp;", "&#65;", '"', "'", "\r", "[", "_x", "_x0041_")
IN_SHEETS = (
    *XML, "<row>", '<row r="1">', '<row r="1" a="', '<c r="A1">', '<c r="A1"><v>', "<v>", "<f>", "<is>", "<is><t>",
    "<si>", "<si><t>", "<si><r><t>x</t></r></si>", "<si/>", "<t>", "</si>", "</row>", "</c>",
    '<mergeCell ref="A1:B2"/>', '<hyperlink ref="A1" location="x"/>', '<definedName name="a">A1</definedName>',
    "<xf/>", '<tableColumn id="1" name="a"/>', '<sheet name="a" r:id="rId1"/>',
    '<numFmt numFmtId="5" formatCode="[Red]yyyy"/>', '<Relationship Id="a" Type="t/table" Target="x"/>',
    '<Override PartName="/a" ContentType="b"/>',
)  # fmt: skip
IN_WORD = (
    *XML, "{", "{{", "{% ", "{#", "}}", "{{ a }}", "{% if a %}", "a-", "<w:p>", "<w:p/>", "<w:r><w:t>",
    "<w:r><w:t>x</w:t></w:r>", '<w:hyperlink r:id="rId1"/>', '<w:bookmarkStart w:id="1" w:name="a"/>',
    "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", '<w:style w:styleId="a"/>', '<w:num w:numId="1"/>',
    _CONTROL,
)  # fmt: skip
_INNER = rb"<(?:sheetData|sst|cellXfs|numFmts|definedNames|sheets|tableColumns|w:body|w:p)[ >/][^>]*>?"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits are set in a forked child")


def filled(good: bytes, part: str, fragment: str) -> bytes:
    """The file with the fragment in that part, where its content begins."""
    parts = members(good)
    data = parts[part]
    at = re.search(_INNER, data) or re.search(rb"<(?!\?)[^>]*>", data)
    assert at
    parts[part] = data[: at.end()] + fragment.encode() * (LENGTH // len(fragment)) + data[at.end() :]
    return packed(parts)


def some(good: bytes, wanted: str, fragments: tuple[str, ...]) -> list[tuple[str, str]]:
    parts = [name for name in members(good) if re.search(wanted, name)]
    found = list(product(parts, fragments))
    chance = random.Random(1)  # noqa: S311 - the same at each run
    return found if os.environ.get("RUS_SHEETS_FAULTS") == "all" else chance.sample(found, SAMPLE)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("upprepat")
    small_workbook(where / "bok.xlsx")
    shutil.move(split(where / "bok.xlsx", where / "ut", today=START.date())[0].path, where / "svar.xlsx")
    shutil.copy(folder("reports") / "ansokan.docx", where / "mall.docx")
    return where


def try_each(
    victim: Victim, where: Path, file: str, wanted: str, fragments: tuple[str, ...], *commands: tuple[str, ...]
) -> None:
    good = (where / file).read_bytes()
    for part, fragment in some(good, wanted, fragments):
        (where / file).write_bytes(filled(good, part, fragment))
        for command in commands:
            ran = victim.run(where, *command, memory=MEMORY, seconds=SECONDS)
            assert ran["code"] in (0, 1, 3), (part, fragment, command, ran)
            assert "Traceback" not in str(ran["out"]), (part, fragment, command, ran)


@pytest.mark.parametrize("file", ["bok.xlsx", "svar.xlsx"])
def test_in_workbooks(file: str, place: Path, tmp_path: Path, victim: Victim) -> None:
    where = Path(shutil.copytree(place, tmp_path / "mapp"))
    wanted = r"sheet[15]\.xml$|sharedStrings|styles|workbook|Content_Types|core|custom|table1|^_rels"
    try_each(victim, where, file, wanted, IN_SHEETS, ("merge", "bok.xlsx", "svar.xlsx", "--dry-run"))


def test_in_word_files(place: Path, tmp_path: Path, victim: Victim) -> None:
    where = Path(shutil.copytree(place, tmp_path / "mapp"))
    wanted = r"word/(?:document|styles|numbering|header1|footer1|settings)\.xml$|document\.xml\.rels|Content_Types|core"
    commands = (
        ("application", "bok.xlsx", "-o", "ny.docx", "--template", "mall.docx"),
        ("verify", "mall.docx", "bok.xlsx"),
        ("refresh", "mall.docx", "bok.xlsx", "--dry-run"),
    )
    try_each(victim, where, "mall.docx", wanted, IN_WORD, *commands)
