"""Folders that a sync client keeps: what names, attributes and the environment tell of them."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from rus_sheets import synced
from rus_sheets.errors import IN_CLOUD, reason
from rus_sheets.sharing import read_bytes
from rus_sheets.synced import Copied, copy_of, online_only, within_synced
from rus_sheets.usecases.synced_told import told_of

BOOK = "verksamhet-2026.xlsx"


@pytest.mark.parametrize(
    ("name", "clashed"),
    [
        ("verksamhet-2026-DESKTOP-ABC123.xlsx", True),
        ("Verksamhet-2026-LST21PC0042.XLSX", True),
        ("verksamhet-2026-DESKTOP-ABC123-2.xlsx", True),
        ("verksamhet-2026-PC1.xlsx", True),
        ("verksamhet-2026-datorn.xlsx", True),
        ("verksamhet-2026-karins-dator-2.xlsx", True),
        ("verksamhet-2026-Karins MacBook Pro.xlsx", True),
        ("verksamhet-2026-lst21pc0042.xlsx", True),
        ("verksamhet-2026-karins-pc.xlsx", True),
        ("verksamhet-2026-Denna.xlsx", True),
        ("verksamhet-2026 (Karins konflikt 2026-11-29).xlsx", True),
        ("verksamhet-2026 (conflicted copy 2026-11-29 101112).xlsx", True),
        ("verksamhet-2026 (Karins motstridiga kopia 2026-11-29).xlsx", True),
        ("verksamhet-2026.sync-conflict-20261129-101112-ABCDEFG.xlsx", True),
        ("verksamhet-2026 - Kopia.xlsx", False),
        ("verksamhet-2026 - kopia (2).xlsx", False),
        ("verksamhet-2026 (1).xlsx", False),
        ("verksamhet-2026(12).xlsx", False),
    ],
)
def test_a_name_that_sync_or_a_browser_gives_a_copy(name: str, clashed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    synced._computers.cache_clear()
    monkeypatch.setattr(synced.platform, "node", lambda: "denna.example")
    assert copy_of(name, [BOOK, name, "annat.xlsx"]) == Copied(BOOK, clashed)


@pytest.mark.parametrize(
    "name",
    [
        BOOK,
        "verksamhet-2026-granskad.xlsx",  # people write so
        "verksamhet-2026-v2.xlsx",
        "verksamhet-2026-utkast-12.xlsx",
        "verksamhet-2026-till-naturvardsverket.xlsx",
        "verksamhet-2026-2027.xlsx",
        "verksamhet-2026-rapport.xlsx",
        "verksamhet-2026-win-win.xlsx",
        "verksamhet-2026-2.xlsx",
        "verksamhet-2026-DESKTOP-ABC123.docx",
        "verksamhet-2027-DESKTOP-ABC123.xlsx",  # nothing that it would be a copy of
        "verksamhet-2026-EN-DATOR-MED-ETT-ALLTFÖR-LÅNGT-NAMN.xlsx",
        "verksamhet-2026 (klar).xlsx",
        "verksamhet-2026 (2026).xlsx",
        "-DESKTOP-ABC123.xlsx",
    ],
)
def test_other_names_are_no_copies(name: str) -> None:
    assert copy_of(name, [BOOK, name]) is None


def test_a_year_is_no_computer() -> None:
    assert copy_of(BOOK, ["verksamhet.xlsx", BOOK]) is None


def test_the_copys_copy_is_of_the_nearest() -> None:
    names = ["a.xlsx", "a-DATOR.xlsx", "a-DATOR (1).xlsx"]
    assert copy_of("a-DATOR (1).xlsx", names) == Copied("a-DATOR.xlsx", False)


@pytest.mark.parametrize("attributes", [0x1000, 0x40000, 0x400000, 0x400020])
def test_a_placeholder_is_known_by_its_attributes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attributes: int
) -> None:
    file = tmp_path / BOOK
    file.write_bytes(b"")
    assert not online_only(file)
    monkeypatch.setattr(synced, "attributes", lambda _: attributes)
    assert online_only(file)


def test_a_file_that_is_kept_here_or_is_not_there_is_no_placeholder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not online_only(tmp_path / "borta.xlsx")
    monkeypatch.setattr(synced, "attributes", lambda _: 0x20 | 0x80000)  # archive, pinned
    assert not online_only(tmp_path)


def test_what_could_not_be_fetched_is_said_to_be_in_the_cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python tells EINVAL, without the file's name."""

    def refused(_: Path) -> bytes:
        raise OSError(errno.EINVAL, "Invalid argument")

    file = tmp_path / BOOK
    file.write_bytes(b"")
    monkeypatch.setattr(synced, "attributes", lambda path: 0x400000 if Path(path) == file else 0)
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(OSError, match="Invalid") as told:
        read_bytes(file)
    assert reason(told.value) == IN_CLOUD
    assert reason(OSError(errno.ENOSPC, "", str(file))) == "disken är full"
    assert reason(OSError(errno.EINVAL, "fel", str(tmp_path / "annan.xlsx"))) == "fel"


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_the_environment_tells_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    root = tmp_path / "OneDrive - Länet"
    (root / "2026").mkdir(parents=True)
    assert not within_synced(root / "2026" / BOOK)
    monkeypatch.setenv(name, str(root))
    assert within_synced(root / "2026" / BOOK)
    assert within_synced(root / BOOK)
    assert not within_synced(tmp_path / "OneDrive - Länet 2" / BOOK)


def test_a_library_has_a_mark_at_its_top(tmp_path: Path) -> None:
    """SharePoint's libraries lie beside OneDrive's own folder."""
    library = tmp_path / "Länet" / "Kansli - Dokument"
    (library / "2026").mkdir(parents=True)
    assert not within_synced(library / "2026" / BOOK)
    (library / ".849C9593-D756-4E56-8D6E-42412F2A707B").touch()
    assert within_synced(library / "2026" / BOOK)


def test_macos_keeps_them_in_a_folder_of_its_own(tmp_path: Path) -> None:
    assert within_synced(tmp_path / "Library" / "CloudStorage" / "OneDrive-Länet" / BOOK)
    assert not within_synced(tmp_path / "CloudStorage")


@pytest.mark.parametrize(
    ("name", "by_sync"), [("verksamhet-2026-DESKTOP-ABC123", True), ("verksamhet-2026 - Kopia", False)]
)
def test_only_what_two_computers_have_changed_is_said_to_be_that(tmp_path: Path, name: str, by_sync: bool) -> None:
    file = tmp_path / BOOK
    for path in (file, tmp_path / f"{name}.xlsx"):
        path.write_bytes(b"")
    (told,) = told_of(file)
    assert f"{name}.xlsx" in told
    assert ("två datorer" in told) == by_sync
