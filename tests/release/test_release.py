"""The making of a release, on small made-up pieces: nothing is fetched, uv isn't run."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable
from importlib.metadata import version as installed_version
from pathlib import Path
from zipfile import ZipFile

import pytest

from release import ReleaseError, licences
from release.archive import write_zip
from release.built import tidy
from release.licences import collect
from release.notes import notes, version
from release.runtime import Runtime, fetched
from release.windows import lay_out

ROOT = Path(__file__).resolve().parents[2]
X64, ARM64, X86 = 0x8664, 0xAA64, 0x14C


def program(machine: int) -> bytes:
    """As much of a program for Windows as says which processor it is for."""
    return b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + struct.pack("<4sH", b"PE\0\0", machine)


def python(folder: Path, machine: int = X64, *, library: str = "python313.dll") -> Path:
    """What an embeddable Python looks like."""
    folder.mkdir(parents=True)
    (folder / "python.exe").write_bytes(program(machine))
    for name in (library, "python3.dll", "python313.zip", "LICENSE.txt", "python313._pth"):
        (folder / name).write_text(name)
    return folder


def package(site: Path, name: str, *licences: str, files: tuple[str, ...] = ("__init__.py",)) -> Path:
    """One as uv installs it."""
    told = site / f"{name}-1.0.dist-info"
    kept = [f"{name}/{file}" for file in files]
    texts = [f"{told.name}/licenses/{path}" for path in licences]
    for path in (*kept, *texts, f"{told.name}/direct_url.json", "bin/x"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path)
    (told / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: MIT\n")
    (told / "RECORD").write_text(
        "".join(f"{path},,\n" for path in (*texts, *kept, f"{told.name}/direct_url.json", "bin/x"))
    )
    return told


def zipped(folder: Path, target: Path) -> Path:
    with ZipFile(target, "w") as made:
        for path in folder.rglob("*"):
            made.write(path, path.relative_to(folder))
    return target


def put(*names: str) -> Callable[[Path, Path, Runtime, Path | None], None]:
    def install(wheel: Path, site: Path, runtime: Runtime, versions: Path | None) -> None:
        for name in names:
            package(site, name, "LICENSE")
        tidy(site)

    return install


def test_two_zips_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    for name, order in (("one", "ab"), ("two", "ba")):
        (tmp_path / name).mkdir()
        for letter in order:
            (tmp_path / name / f"{letter}.txt").write_text(letter)
        write_zip(tmp_path / name, tmp_path / f"{name}.zip", 1_800_000_000)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as made:
        assert made.namelist() == ["a.txt", "b.txt"]
        assert {info.date_time for info in made.infolist()} == {(2027, 1, 15, 8, 0, 0)}


@pytest.mark.parametrize(
    ("machine", "told", "platform"),
    [(X64, "x64", "x86_64-pc-windows-msvc"), (ARM64, "arm64", "aarch64-pc-windows-msvc")],
)
def test_python_out_of_a_zip(tmp_path: Path, machine: int, told: str, platform: str) -> None:
    python(tmp_path / "in" / "tools", machine)
    (tmp_path / "in" / "other").mkdir()
    found = Runtime.unpacked(zipped(tmp_path / "in", tmp_path / "python.zip"), tmp_path / "out")
    assert (found.version, found.machine, found.platform) == ("3.13", told, platform)
    assert (tmp_path / "out" / "python.exe").is_file()


def test_an_installed_python_loses_what_nothing_uses(tmp_path: Path) -> None:
    home = python(tmp_path / "in" / "python")
    (home / "python313.zip").unlink()
    for name in ("Lib/os.py", "Lib/test/x.py", "Lib/site-packages/pip.py", "DLLs/_ssl.pyd"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).touch()
    found = Runtime.unpacked(tmp_path / "in", tmp_path / "out")
    found.look_in(r"..\packages")
    assert not (found.folder / "Lib" / "test").exists()
    assert not (found.folder / "Lib" / "site-packages").exists()
    assert (found.folder / "python313._pth").read_text().split() == ["DLLs", "Lib", ".", r"..\packages"]


@pytest.mark.parametrize(
    ("machine", "library", "said"),
    [(X86, "python313.dll", "no processor"), (X64, "python.dll", "python3NN.dll")],
)
def test_a_python_that_does_not_fit(tmp_path: Path, machine: int, library: str, said: str) -> None:
    python(tmp_path / "in", machine, library=library)
    with pytest.raises(ReleaseError, match=said):
        Runtime.unpacked(tmp_path / "in", tmp_path / "out")


def test_what_holds_no_python(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").touch()
    (tmp_path / "no.zip").write_bytes(b"<html>")
    for source, said in (
        (tmp_path / "in", "no python.exe"),
        (tmp_path / "no.zip", "no zip"),
        (zipped(tmp_path / "in", tmp_path / "a.zip"), "no python.exe"),
    ):
        with pytest.raises(ReleaseError, match=said):
            Runtime.unpacked(source, tmp_path / "out")


def test_the_sum_of_what_is_used(tmp_path: Path) -> None:
    path = tmp_path / "python.zip"
    path.write_bytes(b"x")
    assert fetched(str(path), hashlib.sha256(b"x").hexdigest().upper(), tmp_path) == path
    with pytest.raises(ReleaseError, match="sha256"):
        fetched(str(path), "0" * 64, tmp_path)
    with pytest.raises(ReleaseError, match="--sha256"):
        fetched("https://localhost/python.zip", None, tmp_path)


def test_what_tells_of_this_machine_goes(tmp_path: Path) -> None:
    told = package(tmp_path, "one", files=("__init__.py", "tests/test_one.py"))
    tidy(tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"one/__init__.py", f"{told.name}/METADATA", f"{told.name}/RECORD"}
    assert (told / "RECORD").read_text() == "one/__init__.py,,\n"


def test_a_file_that_python_would_not_run_is_told(tmp_path: Path) -> None:
    package(tmp_path, "one")
    (tmp_path / "one.pth").touch()
    with pytest.raises(ReleaseError, match=re.escape("one.pth")):
        tidy(tmp_path)


def test_every_licence_is_there(tmp_path: Path) -> None:
    package(tmp_path / "site", "one", "LICENSE", "vendored/LICENSE")
    package(tmp_path / "site", "docxtpl")  # its wheel leaves the text out; the text is ours
    assert collect(tmp_path / "site", python(tmp_path / "python"), tmp_path / "out") == 4
    there = {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*") if path.is_file()
    }
    assert there == {"index.txt", "Python/LICENSE.txt", "docxtpl-1.0/docxtpl.txt"}
    assert (tmp_path / "out" / "one-1.0" / "vendored-LICENSE").read_text().endswith("vendored/LICENSE")
    assert "one-1.0: MIT" in (tmp_path / "out" / "index.txt").read_text()


def test_a_licence_that_is_missing_stops_it(tmp_path: Path) -> None:
    package(tmp_path / "site", "one")
    home = python(tmp_path / "python")
    (home / "LICENSE.txt").unlink()
    with pytest.raises(ReleaseError, match=re.escape("Python, one-1.0")):
        collect(tmp_path / "site", home, tmp_path / "out")


def test_pythons_licence_may_be_our_copy_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the message says, where a Python that is handed over lacks it."""
    home = python(tmp_path / "python")
    (home / "LICENSE.txt").rename(tmp_path / "Python.txt")
    monkeypatch.setattr(licences, "OUR_COPIES", tmp_path)
    (tmp_path / "site").mkdir()
    assert collect(tmp_path / "site", home, tmp_path / "out") == 1


def test_the_folder_for_windows(tmp_path: Path) -> None:
    runtime = Runtime.unpacked(python(tmp_path / "in"), tmp_path / "python")
    made = lay_out(runtime, Path("x.whl"), tmp_path / "zip", put=put("rus_sheets", "one"))
    top = {path.name for path in (tmp_path / "zip").iterdir()}
    assert top == {"Python", "packages", "LICENSES", "Starta RUS.cmd", "rus-sheets.cmd", "Läs mig.txt"}
    assert (tmp_path / "zip" / "Python" / "python313._pth").read_text().split() == [
        "python313.zip",
        ".",
        r"..\packages",
    ]
    assert (tmp_path / "zip" / "LICENSES" / "versions.txt").read_text() == "one==1.0\n"
    assert made.packages == 2
    start = (tmp_path / "zip" / "Starta RUS.cmd").read_bytes()
    assert b"\r\n" in start
    assert b'"%~dp0Python\\python.exe" -m rus_sheets app' in start
    assert (tmp_path / "zip" / "Läs mig.txt").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_path_that_could_not_be_unpacked_stops_it(tmp_path: Path) -> None:
    runtime = Runtime.unpacked(python(tmp_path / "in"), tmp_path / "python")
    with pytest.raises(ReleaseError, match="characters"):
        lay_out(runtime, Path("x.whl"), tmp_path / "zip", put=put("long" * 30))


def test_the_version_stands_in_one_place() -> None:
    assert installed_version("rus-sheets") == version(ROOT)
    assert notes(ROOT, version(ROOT)).startswith(f"# rus-sheets {version(ROOT)}\n\n")


def test_notes_are_one_versions(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(
        "# A\n\n## 1.10 (i dag)\n\n- Ny.\n\n## 1.1\n\n- Äldre.\n\n## 1.0\n\n", encoding="utf-8"
    )
    assert notes(tmp_path, "1.10") == "# rus-sheets 1.10\n\n- Ny.\n"
    assert notes(tmp_path, "1.1") == "# rus-sheets 1.1\n\n- Äldre.\n"
    for name in ("1.0", "2.0"):
        with pytest.raises(ReleaseError, match=re.escape(name)):
            notes(tmp_path, name)
