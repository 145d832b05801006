"""What only repeats what is known adds nothing to the log and makes no copy, wherever the files lie."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rus_sheets.usecases.merging import merge
from tests.usecases.inbox import NOW, answered, mail, sent_forms, zipped


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook with the answers of three owners merged: named, unnamed, and unnamed in a zip file."""
    workbook = sent_forms(tmp_path_factory.mktemp("kansli"))
    where = workbook.parent / "in"
    answered(workbook, "A01", where / "A01 Aktivitet A01.xlsx", "Karin", Kort_utfall="Ett", Dagar_utfall=3)
    answered(workbook, "A02", where / "Kopia av A02.xlsx", None, Kort_utfall="Två", Utfall="Allt")
    data = answered(workbook, "A03", where / "A03.xlsx", None, Kort_utfall="Tre").read_bytes()
    (where / "A03.xlsx").unlink()
    (where / "post.zip").write_bytes(zipped({"A03 Aktivitet A03.xlsx": data}))
    assert merge(workbook, [where], now=NOW).backup
    return workbook.parent


def as_they_are(where: Path) -> None:
    """The same folder."""


def touched(where: Path) -> None:
    """Copied by a program that doesn't keep times."""
    for path in where.rglob("*.xlsx"):
        os.utime(path, (2_000_000_000, 2_000_000_000))


def deeper(where: Path) -> None:
    (where / "flyttat").mkdir()
    for path in [*where.glob("in/*")]:
        shutil.move(path, where / "flyttat" / path.name)


def doubled(where: Path) -> None:
    shutil.copytree(where / "in", where / "in 2", dirs_exist_ok=True)


def packed(where: Path) -> None:
    files = {path.name: path.read_bytes() for path in where.glob("in/*.xlsx")}
    (where / "allt.zip").write_bytes(zipped(files))


def mailed(where: Path) -> None:
    """The named owner's file by mail: the file tells who it is."""
    path = next(where.glob("**/A01 Aktivitet A01.xlsx"))
    (where / "svar.eml").write_bytes(mail({path.name: path.read_bytes()}).as_bytes())


def renamed(where: Path) -> None:
    for path in [*where.glob("in/*.xlsx")]:
        path.rename(path.with_name(f"{path.stem} (2).xlsx"))


WAYS = (as_they_are, touched, deeper, doubled, packed, mailed, renamed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WAYS), max_size=3, unique=True), st.booleans())
def test_known_answers_write_nothing(
    office: Path, tmp_path_factory: pytest.TempPathFactory, ways: list[object], whole: bool
) -> None:
    where = Path(shutil.copytree(office, tmp_path_factory.mktemp("kopia") / "allt"))
    for way in ways:
        way(where)  # type: ignore[operator]
    workbook = where / "verksamhet-2026.xlsx"
    before, copies = workbook.read_bytes(), sorted(where.glob("säkerhetskopior/*"))
    ours = {workbook.name, "ut", "säkerhetskopior"}
    sources = [where] if whole else [path for path in sorted(where.iterdir()) if path.name not in ours]
    done = merge(workbook, sources, now=NOW)
    assert done.decisions.summary["take"] == 0
    assert (done.backup, sorted(where.glob("säkerhetskopior/*"))) == (None, copies)
    assert workbook.read_bytes() == before


def test_another_owner_who_says_the_same_is_known_from_then_on(office: Path, tmp_path: Path) -> None:
    where = Path(shutil.copytree(office, tmp_path / "allt"))
    workbook = where / "verksamhet-2026.xlsx"
    answered(workbook, "A01", where / "in" / "A01 Olle.xlsx", "Olle", Kort_utfall="Ett")
    assert merge(workbook, [where / "in"], now=NOW).backup
    assert not merge(workbook, [where / "in"], now=NOW).backup
