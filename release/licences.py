"""The licences of all that the zip holds, in a folder of their own: each text, and a list of whose they are."""

from __future__ import annotations

import re
import shutil
from email.message import Message
from email.parser import Parser
from pathlib import Path

from release import ReleaseError

OUR_COPIES = Path(__file__).parent / "licences"
"""Texts of packages whose wheels leave them out, each named as its package."""
_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors|copyright)", re.IGNORECASE)


def collect(site: Path, python: Path, target: Path) -> int:
    """Copy them to ``target``; how many texts. Raises ReleaseError naming each package that has none."""
    found = {"Python": _texts(python, "Python")}
    lines = ["Python: see its text"]
    for told in sorted(site.glob("*.dist-info")):
        about = Parser().parsestr((told / "METADATA").read_text(encoding="utf-8"))
        name = f"{about['Name']}-{about['Version']}"
        found[name] = _texts(told, about["Name"])
        lines.append(f"{name}: {_named(about)}")
    if missing := [name for name, texts in found.items() if not texts]:
        raise ReleaseError(f"No licence text: {', '.join(missing)}. Put it in release/licences/NAME.txt.")
    for name, texts in found.items():
        (target / name).mkdir(parents=True)
        for short, text in texts.items():
            shutil.copyfile(text, target / name / short)
    (target / "index.txt").write_bytes("\r\n".join((*lines, "")).encode())
    return sum(len(texts) for texts in found.values())


def _texts(told: Path, package: str) -> dict[str, Path]:
    """By short names: what the wheel brings, or our copy."""
    inside = told / "licenses"
    texts = {"-".join(path.relative_to(inside).parts): path for path in inside.rglob("*") if path.is_file()}
    texts |= {path.name: path for path in _beside(told)}
    ours = OUR_COPIES / f"{package}.txt"
    return texts or ({ours.name: ours} if ours.is_file() else {})


def _beside(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file() and _TEXT.match(path.name)]


def _named(about: Message) -> str:
    """What the package calls its licence."""
    by_class = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License")]
    short = str(about["License"] or "").partition("\n")[0]
    return str(about["License-Expression"] or "") or short or ", ".join(by_class) or "see its text"
