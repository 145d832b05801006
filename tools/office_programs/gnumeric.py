"""Typing by Gnumeric. ``ssconvert --set`` types in the first sheet alone, so each takes its turn as the first."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from lxml import etree

_GNM = "{http://www.gnumeric.org/v10.dtd}"


def main(form: str, typed: str, target: str, locale: str) -> None:
    """Type each cell's text, and save. ``locale`` (sv_SE.UTF-8) is whose numbers and days it takes."""
    cells = json.loads(Path(typed).read_text(encoding="utf-8"))
    work = Path(target).with_suffix(".gnumeric")
    _convert(form, work, (), locale)
    order = _names(work)
    for name in order:
        _put_first(work, [name, *(other for other in order if other != name)])
        _convert(work, work, [f"{ref}={text}" for sheet, ref, text, _ in cells if sheet == name], locale)
    _put_first(work, order)
    _convert(work, Path(target), (), locale)
    work.unlink()


def _convert(source: str | Path, target: Path, typed: Iterable[str], locale: str) -> None:
    given = [word for text in typed for word in ("--set", text)]
    environment = {**os.environ, "LC_ALL": locale}
    subprocess.run(["ssconvert", *given, str(source), str(target)], check=True, env=environment)  # noqa: S603, S607


def _names(work: Path) -> list[str]:
    return [str(name.text) for name in _tree(work).iter(f"{_GNM}SheetName")]


def _put_first(work: Path, order: list[str]) -> None:
    root = _tree(work)
    for parent, name in (("Sheets", f"{_GNM}Name"), ("SheetNameIndex", ".")):
        for element in root.iter(f"{_GNM}{parent}"):
            element[:] = sorted(element, key=partial(_number, order, name))
    work.write_bytes(gzip.compress(etree.tostring(root, xml_declaration=True, encoding="UTF-8"), mtime=0))


def _number(order: list[str], name: str, element: etree._Element) -> int:
    found = element.find(name)
    return order.index(str(found.text)) if found is not None else 0


def _tree(work: Path) -> etree._Element:
    return etree.fromstring(gzip.decompress(work.read_bytes()))
