"""Files of ours that the docs name are there, under that name."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
HOUSE = (
    *("rus_sheets", "release", "tests", "tools", "benchmarks", "docs", ".github"),
    *("workbook_templates", "reports", "examples"),
)
_NAMED = re.compile(r"`([\w./-]+\.(?:py|toml|html)|(?:[a-z_]+/)+)`")


def test_named_files_are_there() -> None:
    there = {path.relative_to(ROOT).as_posix() for folder in HOUSE for path in (ROOT / folder).rglob("*")}
    there |= {path.name for path in ROOT.iterdir()}
    ends = {"/".join(parts[start:]) for parts in (path.split("/") for path in there) for start in range(len(parts))}
    named = {(page.name, name) for page in PAGES for name in _NAMED.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 50
    assert [(page, name) for page, name in sorted(named) if "..." not in name and name.rstrip("/") not in ends] == []
