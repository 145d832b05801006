"""Damaged and hostile input: one clear line, an exit code, bounded memory and time, nothing written.

RUS_SHEETS_FUZZ=20000 damages that many files of each kind; RUS_SHEETS_FUZZ_SEED sets where to begin.
"""

# ruff: noqa: S311, PLC0415, PT007, PT017 - seeded chance; Word is imported where it is tried

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from rus_sheets.errors import UserError
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.split import split
from rus_sheets.word.parts.edited_package import WordPackage
from tests.cli.run import Ran, rus_sheets
from tests.robust.conftest import Tell
from tests.robust.forms import small_workbook
from tests.robust.hostile import MEGA, bombs, damaged, damaged_text, members, packed
from tests.robust.victim import Victim
from tests.robust.year import START
from tests.word.documents import made
from tools.maker.markup import code, p

FUZZ = int(os.environ.get("RUS_SHEETS_FUZZ", "20"))
SEED = int(os.environ.get("RUS_SHEETS_FUZZ_SEED", "1"))
MEMORY = 2500 * MEGA
SECONDS = 40
BATCH = 30


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workbook, a form with an answer, a file with questions."""
    where = tmp_path_factory.mktemp("hel")
    small_workbook(where / "bok.xlsx")
    made_ = split(where / "bok.xlsx", where / "ut", today=START.date())
    shutil.move(made_[0].path, where / "svar.xlsx")
    book = openpyxl.load_workbook(where / "svar.xlsx")
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Kort utfall")
    sheet.cell(row, 2).value = "Svar"
    book.save(where / "svar.xlsx")
    cell = open_book(where / "bok.xlsx")["outcomes"].by_id["A01"].cell("short")
    (where / "ändrad").mkdir()
    patch_cells(where / "bok.xlsx", where / "ändrad" / "bok.xlsx", {cell.sheet: {cell.ref: "Annat"}})
    shutil.copy(where / "ändrad" / "bok.xlsx", where / "ändrad.xlsx")
    ran = rus_sheets("merge", where / "ändrad" / "bok.xlsx", where / "svar.xlsx", "--conflicts", where / "val.xlsx")
    assert ran.code == 1, ran
    return where


@pytest.fixture(autouse=True)
def never_for_long() -> Iterator[None]:
    """A hang is a failure, not an endless run."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    signal.alarm(600 + FUZZ)
    yield
    signal.alarm(0)


def seen(where: Path) -> set[tuple[str, int]]:
    return {(str(path), path.stat().st_size) for path in where.rglob("*") if path.is_file() and "lock" not in path.name}


def seeds(what: str, tell: Tell, number: int = FUZZ, step: int = 1) -> Iterator[int]:
    """The files to damage, each by its seed (or ``step`` of them at a time); none may take long."""
    slowest = (0.0, SEED)
    for seed in range(SEED, SEED + number, step):
        start = time.monotonic()
        yield seed
        slowest = max(slowest, (time.monotonic() - start, seed))
        assert slowest[0] < SECONDS, f"{what} {seed} took {slowest[0]:.0f} s"
        if (seed - SEED) // 1000 != (seed - SEED + step) // 1000:
            tell(f"{what}: {seed - SEED + step} of {number}", done=False)
    tell(f"{what}: {number} damaged, slowest {slowest[0]:.2f} s (seed {slowest[1]})")


def in_order(ran: Ran, what: object) -> None:
    assert ran.code in (0, 1, 3), (what, ran)
    if ran.code == 3:
        assert ran.err.startswith("Fel: ") or "Kan inte läsas" in ran.out, (what, ran)


# ------------------------------------------------------------------ damaged


def test_damaged_workbooks(place: Path, tmp_path: Path, tell: Tell) -> None:
    good = (place / "bok.xlsx").read_bytes()
    for seed in seeds("workbooks", tell):
        path = tmp_path / "bok.xlsx"
        path.write_bytes(damaged(good, random.Random(seed)))
        before = seen(tmp_path)
        in_order(rus_sheets("merge", path, place / "svar.xlsx", "--dry-run"), seed)
        assert seen(tmp_path) == before, seed


def test_damaged_answers(place: Path, tmp_path: Path, tell: Tell) -> None:
    good = (place / "svar.xlsx").read_bytes()
    for first in seeds("answers", tell, FUZZ * 2, BATCH):
        where = tmp_path / f"in{first}"
        where.mkdir()
        for seed in range(first, first + BATCH):
            (where / f"{seed}.xlsx").write_bytes(damaged(good, random.Random(seed)))
        in_order(rus_sheets("merge", place / "bok.xlsx", where, "--dry-run"), first)
        shutil.rmtree(where)


def test_damaged_zips(place: Path, tmp_path: Path, tell: Tell) -> None:
    parts = {f"mapp/A0{n} svar.xlsx": (place / "svar.xlsx").read_bytes() for n in range(2)}
    good = packed(parts)
    for seed in seeds("zips", tell):
        path = tmp_path / "post.zip"
        chance = random.Random(seed)
        path.write_bytes(damaged_text(good, chance))
        in_order(rus_sheets("merge", place / "bok.xlsx", path, "--dry-run"), seed)


def test_damaged_choices(place: Path, tmp_path: Path, tell: Tell) -> None:
    good = (place / "val.xlsx").read_bytes()
    for seed in seeds("choices", tell):
        path = tmp_path / "val.xlsx"
        path.write_bytes(damaged(good, random.Random(seed)))
        in_order(rus_sheets("merge", place / "ändrad.xlsx", "--decisions", path, "--dry-run"), seed)


def test_damaged_declarations(tmp_path: Path, tell: Tell) -> None:
    good = declaration_path("verksamhet").read_bytes()
    for seed in seeds("declarations", tell):
        path = tmp_path / f"{seed}.toml"
        path.write_bytes(damaged_text(good, random.Random(seed)))
        try:
            load_declaration(path)
        except UserError as error:
            assert str(error)


@pytest.mark.parametrize("kind", ["template", "document"])
def test_damaged_word_files(kind: str, tmp_path: Path, tell: Tell) -> None:
    from rus_sheets.documents.sources import sources
    from rus_sheets.usecases.edited.beside import compare
    from rus_sheets.word.make.template import check_template

    good = (folder("reports") / "ansokan.docx").read_bytes()
    book = open_book(folder("examples") / "2026" / "verksamhet-2026.xlsx")
    known = sources(book)
    for seed in seeds(f"Word {kind}s", tell):
        path = tmp_path / "mall.docx"
        path.write_bytes(damaged(good, random.Random(seed)))
        try:
            if kind == "template":
                check_template(path, {"organisation": "RUS", "titel": "Prov"})
            else:
                compare(WordPackage(path), book, known)
        except UserError as error:
            assert str(error), seed


# ------------------------------------------------------------------ hostile


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set in a forked child")
@pytest.mark.parametrize("role", ["answer", "workbook"])
def test_bombs(role: str, place: Path, victim: Victim, tmp_path: Path) -> None:
    good = (place / ("svar.xlsx" if role == "answer" else "bok.xlsx")).read_bytes()
    slowest = ("", 0.0)
    for name, make in bombs(good):
        where = tmp_path / "mapp"
        where.mkdir()
        shutil.copy(place / "bok.xlsx", where)
        shutil.copy(place / "svar.xlsx", where)
        (where / ("svar.xlsx" if role == "answer" else "bok.xlsx")).write_bytes(make())
        before = seen(where)
        start = time.monotonic()
        ran = victim.run(where, "merge", "bok.xlsx", "svar.xlsx", "--dry-run", memory=MEMORY, seconds=SECONDS)
        slowest = max(slowest, (name, time.monotonic() - start), key=lambda each: each[1])
        assert ran["code"] in (0, 1, 3), (name, ran)
        if ran["code"] == 3:
            assert "Fel: " in ran["out"] or "Kan inte läsas" in ran["out"], (name, ran)
        assert seen(where) == before, name
        shutil.rmtree(where)
    print(f"slowest {role}: {slowest}")  # noqa: T201 - a figure for docs


def test_a_zip_that_swells(place: Path, tmp_path: Path, victim: Victim) -> None:
    with zipfile.ZipFile(tmp_path / "post.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(12):
            archive.writestr(f"A{number}.xlsx", bytes(90 * MEGA))
    shutil.copy(place / "bok.xlsx", tmp_path)
    ran = victim.run(tmp_path, "merge", "bok.xlsx", "post.zip", memory=MEMORY, seconds=SECONDS)
    assert (ran["code"], "för stor" in ran["out"]) == (3, True), ran


def odd_places(where: Path, good: Path) -> dict[str, Path]:
    os.mkfifo(where / "rör.xlsx")
    (where / "noll.xlsx").symlink_to("/dev/zero")
    (where / "rund.xlsx").symlink_to(where / "rund.xlsx")
    (where / "mapp.xlsx").mkdir()
    shutil.copy(good, where / "två\nrader.xlsx")
    (where / "två\nrader.xlsx").write_bytes(b"trasig")
    return {
        "a pipe": where / "rör.xlsx", "a device": where / "noll.xlsx", "a circle of links": where / "rund.xlsx",
        "a folder": where / "mapp.xlsx", "a name of two lines": where / "två\nrader.xlsx",
        "a long name": where / ("x" * 300 + ".xlsx"), "below a file": good / "bok.xlsx",
    }  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_odd_places(place: Path, tmp_path: Path) -> None:
    for name, path in odd_places(tmp_path, place / "bok.xlsx").items():
        for words in (("validate", path), ("merge", path, place / "svar.xlsx"), ("split", path, tmp_path / "ut"),
                      ("undo", path), ("merge", place / "bok.xlsx", path),
                      ("merge", place / "bok.xlsx", "--decisions", path)):  # fmt: skip
            ran = rus_sheets(*words, *(["--dry-run"] if words[0] == "merge" else []))
            assert ran.code == 3, (name, words, ran)
            assert (ran.err + ran.out).startswith(("Fel: ", "Kan inte läsas: ")), (name, ran)
            assert path.name.count("\n") == 0 or "två rader" in " ".join((ran.err + ran.out).split()), ran
    assert not (tmp_path / "ut").exists()


def test_a_folder_with_a_circle_of_links(place: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(place / "svar.xlsx", tmp_path / "in")
    (tmp_path / "in" / "runt").symlink_to(tmp_path / "in")
    ran = rus_sheets("merge", place / "bok.xlsx", tmp_path / "in", "--dry-run")
    assert (ran.code, ran.out.count("Skulle läsa in 1 värde från 1 fil")) == (0, 1), ran


REACHING_OUT = (
    "{{ ''.__class__.__mro__ }}", "{{ titel.__class__ }}", "{{ titel['__class__'] }}", "{{ titel|attr('__class__') }}",
    "{{ cycler.__init__.__globals__ }}", "{{ self._TemplateReference__context }}", "{{ lipsum.__globals__ }}",
    "{{ namespace.__init__ }}", "{{ joiner() }}", "{{ titel.format.__globals__ }}", "{{ titel.encode() }}",
    "{{ '%s'|format(titel) }}", "{{ titel|map('upper')|list }}", "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ config }}", "{{ request }}", "{{ get_flashed_messages }}", "{{ loop.__class__ }}", "{{ caller() }}",
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% from 'x' import y %}", "{% extends '/etc/passwd' %}",
    "{% macro x() %}{% endmacro %}", "{% raw %}{{ titel }}{% endraw %}", "{% filter upper %}x{% endfilter %}",
    "{% call x() %}{% endcall %}", "{% do titel.append(1) %}", "{% debug %}", "{% block x %}{% endblock %}",
    "{% autoescape false %}x{% endautoescape %}", "{{ titel|safe }}", "{{ titel|pprint }}", "{{ titel|tojson }}",
)  # fmt: skip
TOO_MUCH = (
    "{{ 'x' * 10**9 }}", "{{ 10 * 10 }}", "{{ 'x'.ljust(10**9) }}", "{{ 'x'|center(1000000000) }}",
    "{{ '{:>999999999}'.format(1) }}", "{{ '%999999999d' % 1 }}", "{{ titel|indent(999999999) }}",
    "{{ titel|wordwrap(1) }}", "{{ 'x'|replace('x', 'xx') }}", "{{ [1] * 10**9 }}", "{{ range(10**9)|list }}",
    "".join("{% set x = titel ~ titel %}" for _ in range(40)),
    "{% set x = lista|join('xxxxxxxxxx')|join('xxxxxxxxxx')|join('xxxxxxxxxx') %}{{ x }}",
    code("for a in range(10**9)") + p("x") + code("endfor"),
    code("for a in 'xxxxxxxxxxxxxxxxxxxxxxxxxx'") + p("x") + code("endfor"),
    "".join(code(f"for a{n} in lista") for n in range(12)) + p("x") + code("endfor") * 12,
    code("for a in lista recursive") + p("{{ loop(lista) }}") + code("endfor"),
)  # fmt: skip


@pytest.mark.parametrize("tag", (*REACHING_OUT, *TOO_MUCH))
def test_a_template_runs_nothing(tag: str, tmp_path: Path) -> None:
    start = time.monotonic()
    try:
        document = made(tmp_path, tag if tag.startswith("<") else p(tag), {"lista": list("abcdefghij")})
    except UserError as error:
        assert str(error)
    else:
        raise AssertionError(f"{tag}: {document[:20]!r}")
    assert time.monotonic() - start < 5


def word_bombs(good: bytes) -> dict[str, Callable[[], bytes]]:
    body = "word/document.xml"

    def changed(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
        return lambda: packed(members(good) | {body: change(members(good)[body])})

    return {
        "entities": changed(lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data.partition(b"?>")[2]),
        "external entity": changed(
            lambda data: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + data.partition(b"?>")[2]
        ),
        "zip bomb": lambda: packed(members(good) | {"word/media/a.bin": bytes(700 * MEGA)}),
        "paths": lambda: packed(members(good) | {"../../x": b""}),
        "deep": changed(lambda data: data.replace(b"<w:body>", b"<w:body>" + b"<w:p>" * 100_000, 1)),
        "xlsx": (folder("examples") / "2026" / "verksamhet-2026.xlsx").read_bytes,
        "empty": lambda: b"",
    }


def test_hostile_word_files(tmp_path: Path) -> None:
    from rus_sheets.word.make.template import check_template

    good = (folder("reports") / "ansokan.docx").read_bytes()
    for name, make in word_bombs(good).items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(make())
        with pytest.raises(UserError):
            check_template(path, {})
        path.unlink()


@pytest.mark.parametrize(
    "tags",
    [
        "{{" * MEGA,
        "{%" * MEGA,
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ " + "[" * 90 + "]" * 90 + " }}",
        "{{ " + "1+" * 5000 + "1 }}",
        "{{ " + "not " * 5000 + "1 }}",
        "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
        "{{ " + "x." * 3000 + "x }}",
        "{{ a }}" * 3000,
        "{{ a }}" * MEGA,
        "{" * 3000,
    ],
    ids=lambda tags: f"{tags[:12]} {len(tags)}",
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml"])
def test_tags_without_end_or_sense(tags: str, part: str, tmp_path: Path) -> None:
    from rus_sheets.word.make.template import check_template

    parts = members((folder("reports") / "ansokan.docx").read_bytes())
    paragraph = f"<w:p><w:r><w:t>{tags}</w:t></w:r></w:p>".encode()
    at = re.search(rb"<w:(body|ftr)[^>]*>", parts[part])
    assert at
    parts[part] = parts[part][: at.end()] + paragraph + parts[part][at.end() :]
    (tmp_path / "mall.docx").write_bytes(packed(parts))
    try:
        assert check_template(tmp_path / "mall.docx", {})
    except UserError as error:
        assert "för många klamrar" in str(error) or "Mallen är för stor" in str(error)


@pytest.mark.parametrize("count", [80, 100, 200, 400, 3000])
@pytest.mark.parametrize(
    "nested", ["{{% if {0}titel %}}x{{% endif %}}|not ", "{{% if {0}titel %}}x{{% endif %}}|titel or "]
)
def test_what_is_nested_too_deep_to_run_is_told_of(nested: str, count: int, tmp_path: Path) -> None:
    whole, _, piece = nested.partition("|")
    assert _filled_faults(whole.format(piece * count), tmp_path)


@pytest.mark.parametrize("count", [80, 100, 200, 400, 3000])
def test_ifs_in_each_other_are_told_of(count: int, tmp_path: Path) -> None:
    assert _filled_faults("{% if titel %}" * count + "x" + "{% endif %}" * count, tmp_path)


def test_ifs_that_are_not_too_deep_are_filled_in(tmp_path: Path) -> None:
    assert not _filled_faults("{% if titel %}" * 20 + "x" + "{% endif %}" * 20, tmp_path)


def test_a_table_without_columns_is_told_of(tmp_path: Path) -> None:
    from rus_sheets.word.make.template import TemplateError, fill

    document = docx.Document()
    table = document.add_table(1, 1)
    table._tbl.remove(table._tbl.tblGrid)
    document.add_paragraph("{{ titel }}")
    document.save(str(tmp_path / "mall.docx"))
    with pytest.raises(TemplateError, match="saknar kolumner"):
        fill(tmp_path / "mall.docx", {"titel": "Plan"})


def _filled_faults(tags: str, tmp_path: Path) -> str:
    """What is said when a template with nothing but these tags is filled in, "" where all is well."""
    from rus_sheets.word.make.template import fill

    document = docx.Document()
    document.add_paragraph(tags)
    document.save(str(tmp_path / "mall.docx"))
    try:
        fill(tmp_path / "mall.docx", {"titel": "Titel"})
    except UserError as error:
        return str(error)
    return ""


def test_a_paragraph_of_thousands_of_controls(tmp_path: Path) -> None:
    from rus_sheets.word.parts.edited_package import WordPackage
    from rus_sheets.word.read.reading import read_document

    control = (
        b'<w:sdt><w:sdtPr><w:tag w:val="Plan/A01/Dagar"/></w:sdtPr>'
        b"<w:sdtContent><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt>"
    )
    parts = members((folder("reports") / "ansokan.docx").read_bytes())
    body = b"<w:body><w:p><w:r>" + control * 20_000 + b"</w:r></w:p>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", body, 1)
    (tmp_path / "plan.docx").write_bytes(packed(parts))
    assert len(read_document(WordPackage(tmp_path / "plan.docx"), lambda _: True).controls) >= 20_000


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("file:///etc/passwd")',
        "@SUM(1)",
        "+1+1",
        "-2+3",
        "\t=1",
        '=WEBSERVICE("http://x")',
    ],
)
def test_a_text_that_looks_like_a_formula_stays_text(text: str, place: Path, tmp_path: Path) -> None:
    workbook = Path(shutil.copy(place / "bok.xlsx", tmp_path))
    book = openpyxl.load_workbook(place / "svar.xlsx")
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Effekter")
    sheet.cell(row, 2).value = text
    sheet.cell(row, 2).data_type = "s"
    book.save(tmp_path / "svar.xlsx")
    assert rus_sheets("merge", workbook, tmp_path / "svar.xlsx").code == 0
    cells = [
        cell
        for sheet in read_package(Package(workbook)).sheets
        for cell in sheet.cells.values()
        if cell.value == text.strip() or cell.value == text
    ]
    assert cells
    assert all(cell.formula is None for cell in cells)
