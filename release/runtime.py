"""Python for Windows, as whoever makes the release hands it over: an embeddable zip, or a folder where it lies."""

from __future__ import annotations

import hashlib
import shutil
import struct
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from release import ReleaseError

_MACHINES = {0x8664: "x64", 0xAA64: "arm64"}
_PLATFORMS = {"x64": "x86_64-pc-windows-msvc", "arm64": "aarch64-pc-windows-msvc"}
_LEFT_OUT = ("test", "tests", "idlelib", "tkinter", "turtledemo", "ensurepip", "site-packages", "__pycache__", "tcl",
             "Scripts", "include", "libs", "Doc")  # fmt: skip
"""What a Python that is installed has and nothing of ours uses."""


def fetched(source: str, digest: str | None, scratch: Path) -> Path:
    """The file or folder; an address (https) is fetched, and must have the sum that is asked for."""
    path = Path(source)
    if source.startswith("https://"):
        if not digest:
            raise ReleaseError("What is fetched from an address must have its --sha256.")
        path = scratch / "python.zip"
        with urllib.request.urlopen(source) as answer:  # noqa: S310 - https, and the sum is checked
            path.write_bytes(answer.read())
    if digest and (path.is_dir() or hashlib.sha256(path.read_bytes()).hexdigest() != digest.lower()):
        raise ReleaseError(f"{source} hasn't the sha256 {digest}.")
    return path


@dataclass(frozen=True)
class Runtime:
    """A folder with python.exe that runs where it lies."""

    folder: Path
    version: str
    """As "3.13"."""
    machine: str
    """x64 or arm64."""

    @property
    def platform(self) -> str:
        """What uv calls it."""
        return _PLATFORMS[self.machine]

    @classmethod
    def unpacked(cls, source: Path, folder: Path) -> Runtime:
        """Out of a zip or a folder that has python.exe somewhere. Raises ReleaseError where it has none that fits."""
        _unpack(source, folder)
        library = next((path for path in folder.glob("python3*.dll") if path.stem != "python3"), None)
        if library is None:
            raise ReleaseError(f"{source} holds no python3NN.dll beside python.exe.")
        machine = _machine((folder / "python.exe").read_bytes())
        return cls(folder, f"3.{library.stem.removeprefix('python3')}", machine)

    def look_in(self, packages: str) -> None:
        """Let it find modules in its own folders and in ``packages``, and nowhere else on the machine."""
        zipped = next(self.folder.glob("python3*.zip"), None)
        own = (zipped.name,) if zipped else ("DLLs", "Lib")
        stem = f"python{self.version.replace('.', '')}"
        (self.folder / f"{stem}._pth").write_bytes("\r\n".join((*own, ".", packages, "")).encode("ascii"))


def _unpack(source: Path, folder: Path) -> None:
    if source.is_dir():
        home = min(source.rglob("python.exe"), key=lambda path: len(path.parts), default=source / "-").parent
        if not (home / "python.exe").is_file():
            raise ReleaseError(f"{source} holds no python.exe.")
        shutil.copytree(home, folder, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        return
    try:
        with ZipFile(source) as packed:
            there = [name for name in packed.namelist() if name.rpartition("/")[2] == "python.exe"]
            whole = folder.with_name(f"{folder.name}-whole")
            packed.extractall(whole)
    except (OSError, BadZipFile) as error:
        raise ReleaseError(f"{source} is no zip that can be read ({error}).") from error
    if not there:
        raise ReleaseError(f"{source} holds no python.exe.")
    _unpack(whole, folder)


def _machine(program: bytes) -> str:
    """Which processor a program for Windows is for."""
    (header,) = struct.unpack_from("<I", program, 0x3C)
    signature, kind = struct.unpack_from("<4sH", program, header)
    if signature != b"PE\0\0" or kind not in _MACHINES:
        raise ReleaseError("python.exe is for no processor that wheels are made for (x64, arm64).")
    return _MACHINES[kind]
