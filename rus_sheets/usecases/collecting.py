"""Finding returned files: files, folders with everything in them, and the zip files of mail programs."""

from __future__ import annotations

import datetime as dt
import hashlib
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from rus_sheets.book.answers import RefusedFile, Returned
from rus_sheets.errors import UserError, reason
from rus_sheets.excel.package import Package
from rus_sheets.excel.reader import read_package
from rus_sheets.followup.read import read_form
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.backups import FOLDER
from rus_sheets.usecases.many import Workers
from rus_sheets.usecases.nearby import instead_of
from rus_sheets.usecases.opening import declarations as known_declarations

_READ = {".xlsx", ".xlsm"}
_TOLD = {".xls", ".xlsb", ".ods", ".csv", ".numbers"}
"""Spreadsheets that people send by mistake; other files in a folder are no answers and are passed over."""
_MAX_MEMBER = 100_000_000  # bytes; a follow-up file is some tens of thousands
_TOO_LARGE, _WHAT_IS_IT = "Filen är för stor för att vara en uppföljningsfil.", "Kontrollera vad det är."
_MAX_ZIP = 400_000_000  # bytes unpacked, since all of it is held in memory
_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, RuntimeError, ValueError, EOFError,
    OverflowError,
)  # fmt: skip
"""What zipfile raises for damaged, encrypted and unknown content."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to read: its name for people, its bytes (or the path to them) and when it was last written."""

    name: str
    source: Path | bytes
    time: dt.datetime | None


def collect(sources: Sequence[Path], workbook: Path) -> list[Candidate | RefusedFile]:
    """Every returned file in ``sources``, in the order of their names; a source that can't be opened is refused."""
    found: list[Candidate | RefusedFile] = []
    for source in sources:
        found += _in_folder(source, workbook) if source.is_dir() else _of_file(source, source.name, asked=True)
    return sorted(_told_apart(found), key=lambda each: each.name)


def _told_apart(found: Sequence[Candidate | RefusedFile]) -> Iterator[Candidate | RefusedFile]:
    """A file that is given twice counts once; files of one name from several places go by their paths.

    A file's name is what its decisions are sorted under, and who answered where the file itself doesn't tell.
    """
    by_name: dict[str, list[Candidate | RefusedFile]] = {}
    for each in found:
        by_name.setdefault(each.name, []).append(each)
    for name, group in by_name.items():
        different = {_content_or_place(each): each for each in group}
        if len(different) == 1:
            yield group[0]
            continue
        for number, key in enumerate(sorted(different, key=str), 1):
            each = different[key]
            if isinstance(each, RefusedFile):
                yield each
            else:
                path = each.source.as_posix() if isinstance(each.source, Path) else f"{name} ({number})"
                yield replace(each, name=path)


def _content_or_place(each: Candidate | RefusedFile) -> str:
    if isinstance(each, RefusedFile):
        return f"{each.message}"
    if isinstance(each.source, bytes):
        return hashlib.sha256(each.source).hexdigest()
    return str(each.source.resolve())


Job = tuple[frozenset[str], Candidate | RefusedFile]
"""The names of the declarations that a file may belong to, and the file."""


def readers(candidates: Sequence[Candidate | RefusedFile], processes: int) -> Workers[Job, Returned | RefusedFile]:
    """What ``read_candidates`` does its work with: up to that many processes (see ``many``), which start at once."""
    return Workers(_reader, processes=processes, jobs=len(candidates))


def read_candidates(
    candidates: Sequence[Candidate | RefusedFile],
    declarations: Sequence[Declaration],
    on_done: Callable[[], None] = lambda: None,
    *,
    workers: Workers[Job, Returned | RefusedFile] | None = None,
) -> list[Returned | RefusedFile]:
    """Each file as it was returned, or why it can't be used. Never raises for what is in a file.

    Cells that hold the very value that was handed out are left out. ``workers``: see ``readers``.
    """
    names = frozenset(each.name for each in declarations)
    # A declaration holds read-only views, which can't be handed to another process: it loads its own.
    ours = names <= {each.name for each in known_declarations()}
    with readers((), 1) as here:
        chosen = workers if workers and ours else here
        return chosen.for_each([(names, each) for each in candidates], partial(_read, tuple(declarations)), on_done)


def _reader() -> Callable[[Job], Returned | RefusedFile]:
    return partial(_read, tuple(known_declarations()))


def _read(declarations: Sequence[Declaration], job: Job) -> Returned | RefusedFile:
    names, candidate = job
    if isinstance(candidate, RefusedFile):
        return candidate
    return _read_file(candidate, [each for each in declarations if each.name in names])


def _read_file(candidate: Candidate, declarations: Sequence[Declaration]) -> Returned | RefusedFile:
    try:
        if isinstance(candidate.source, Path) and candidate.source.stat().st_size > _MAX_MEMBER:
            return RefusedFile(candidate.name, _TOO_LARGE, _WHAT_IS_IT)
        data = candidate.source if isinstance(candidate.source, bytes) else candidate.source.read_bytes()
        raw = read_package(Package(candidate.name, data))
        return read_form(raw, declarations, file_time=candidate.time, untouched=False)
    except UserError as error:
        return RefusedFile(candidate.name, error.message, error.remedy)
    except OSError as error:
        return _unreadable(candidate.name, error)


def _unreadable(name: str, error: OSError) -> RefusedFile:
    remedy = "Stäng filen i andra program och kontrollera behörigheten."
    return RefusedFile(name, f"Filen kan inte läsas ({reason(error)}).", remedy)


def _in_folder(folder: Path, workbook: Path) -> Iterator[Candidate | RefusedFile]:
    shut: list[OSError] = []
    walked = os.walk(folder, onerror=shut.append)
    for path in sorted(Path(place, name) for place, _, names in walked for name in names):
        name = path.relative_to(folder).as_posix()
        try:
            passed_over = FOLDER in path.parts or not path.is_file() or _same(path, workbook)
        except OSError as error:  # the folder may be listed, and nothing more
            yield _unreadable(name, error)
            continue
        if not passed_over and not path.name.startswith(("~$", ".")):
            yield from _of_file(path, name, asked=False)
    for fault in shut:
        within = Path(fault.filename).relative_to(folder)
        name = within.as_posix() if within.parts else folder.name
        yield RefusedFile(name, f"Mappen kan inte läsas ({reason(fault)}).", "Kontrollera behörigheten till mappen.")


def _of_file(path: Path, name: str, *, asked: bool) -> Iterator[Candidate | RefusedFile]:
    suffix = path.suffix.lower()
    if not path.is_file():
        yield RefusedFile(name, "Filen finns inte.", instead_of(path))
    elif suffix == ".zip":
        yield from _in_zip(path, name)
    elif suffix in _READ:
        time = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
        yield Candidate(name, path, time)
    elif asked or suffix in _TOLD:
        yield _wrong_kind(name)


def _wrong_kind(name: str) -> RefusedFile:
    return RefusedFile(name, "Filen är ingen Excel-arbetsbok (.xlsx).", "Öppna den och spara den som .xlsx.")


def _in_zip(path: Path, name: str) -> Iterator[Candidate | RefusedFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MAX_ZIP:
                yield RefusedFile(name, "Zip-filen är för stor uppackad.", "Packa upp den för hand och läs in mappen.")
                return
            for info in archive.infolist():
                yield from _member(archive, info, name)
    except PermissionError as error:
        yield _unreadable(name, error)
    except _ZIP_FAULTS:
        yield RefusedFile(name, "Zip-filen är skadad eller krypterad.", "Packa upp den för hand, eller be om en ny.")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[Candidate | RefusedFile]:
    member = PurePosixPath(info.filename)
    inner = "/".join((name, *(step for step in member.parts if step not in ("/", ".."))))
    suffix = member.suffix.lower()
    if info.is_dir() or member.name.startswith(("~$", ".")) or "__MACOSX" in member.parts:
        return
    if suffix == ".zip":
        yield RefusedFile(inner, "En zip-fil i en zip-fil läses inte.", "Packa upp den för hand och läs in mappen.")
    if suffix not in _READ:
        if suffix in _TOLD:
            yield _wrong_kind(inner)
        return
    if info.file_size > _MAX_MEMBER:
        yield RefusedFile(inner, _TOO_LARGE, _WHAT_IS_IT)
        return
    try:
        yield Candidate(inner, archive.read(info), _zip_time(info))
    except _ZIP_FAULTS:
        yield RefusedFile(inner, "Filen är skadad eller krypterad i zip-filen.", "Be om en ny kopia.")


def _zip_time(info: zipfile.ZipInfo) -> dt.datetime | None:
    try:
        return dt.datetime(*info.date_time, tzinfo=dt.UTC)
    except ValueError:  # some programs write month 0
        return None


def _same(path: Path, workbook: Path) -> bool:
    try:
        return path.samefile(workbook)
    except OSError:
        return False
