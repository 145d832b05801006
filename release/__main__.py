"""``python -m release --python FILE`` makes everything that is handed out, in ``dist``; CONTRIBUTING.md says how."""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
from pathlib import Path

from release import ReleaseError
from release.archive import commit_time, write_zip
from release.built import build_wheel
from release.notes import notes, version
from release.runtime import Runtime, fetched
from release.windows import Made, lay_out

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Make the files, and tell what they are and how large."""
    words = _words().parse_args()
    when = int(os.environ.get("SOURCE_DATE_EPOCH") or commit_time(ROOT))
    out: Path = words.out
    out.mkdir(parents=True, exist_ok=True)
    name = version(ROOT)
    (out / "notes.md").write_text(notes(ROOT, name), encoding="utf-8", newline="\n")
    wheel = build_wheel(ROOT, out, when)
    made = [wheel]
    if words.python:
        with tempfile.TemporaryDirectory() as scratch:
            source = fetched(words.python, words.sha256, Path(scratch))
            runtime = Runtime.unpacked(source, Path(scratch) / "python")
            folder = Path(scratch) / "zip"
            told = lay_out(runtime, wheel, folder, words.versions)
            target = out / f"rus-sheets-{name}-windows-{runtime.machine}.zip"
            write_zip(folder, target, when)
        made.append(target)
        _tell(told, runtime)
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="ascii", newline="\n")
    for path, line in zip(made, sums, strict=True):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, sha256 {line[:64]}")


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.add_argument("--python", help="Python for Windows: an embeddable zip (file or https), or a folder")
    parser.add_argument("--sha256", help="what the file of --python must have; needed for an address")
    parser.add_argument("--versions", type=Path, help="versions.txt of an earlier zip, to make the same once more")
    parser.add_argument("--out", type=Path, default=Path("dist"))
    return parser


def _tell(made: Made, runtime: Runtime) -> None:
    print(f"Python {runtime.version} for {runtime.machine}, {made.packages} packages, {made.licences} licence texts")
    print(f"unpacked: {made.size / 1e6:.0f} MB in {made.files} files; the longest path has {made.longest} characters")


if __name__ == "__main__":
    try:
        main()
    except ReleaseError as error:
        raise SystemExit(f"release: {error}") from error
