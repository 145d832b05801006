"""The manual of all checks as Markdown: ``docs/kontroller.md`` is generated from it."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

from rus_sheets.checks.model import FAMILIES, Check
from rus_sheets.checks.run_all import all_checks

_INTRO = """# Kontrollerna

`rus-sheets validate ARBETSBOK` går igenom arbetsboken och pekar ut det som är fel, cell för cell. Filen skapas ur
kontrollernas egna handledningar; ändra inte här. `rus-sheets explain RS101` visar samma text.

Allvar: **stopp** (filen kan inte användas), **fel** (en siffra eller hänvisning är fel), **varning** (troligen fel) och
*upplysning*. En anmärkning som är som den ska tystas på arbetsbokens blad för undantag: kod, blad, radens id, kolumnens
rubrik och skälet. Tomt id gäller hela bladet, tom rubrik hela raden. För anmärkningar om hela filen är bladet ett
bindestreck (-). Stopp kan inte tystas.
"""

_SEVERITIES = {"blocker": "**stopp**", "error": "**fel**", "warning": "**varning**", "info": "*upplysning*"}


def as_markdown() -> str:
    """All checks: a table by family, and each one's manual."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield _INTRO
    checks = all_checks()
    for family, name in FAMILIES.items():
        members = [check for check in checks if check.family == family]
        yield f"## {family} {name}\n\n| Kod | Kontroll | Allvar |\n|---|---|---|"
        for check in members:
            yield f"| [{check.code}](#{_anchor(check)}) | {check.name} | {_SEVERITIES[check.severity.value]} |"
        yield ""
        for check in members:
            yield f"### {check.code} {check.name}\n\n{_body(check)}\n"


def _anchor(check: Check) -> str:
    return f"{check.code} {check.name}".casefold().replace(" ", "-")


def _body(check: Check) -> str:
    """The manual's sections as bold headings with their paragraphs."""
    paragraphs = []
    for part in cleandoc(check.manual).split("\n\n"):
        heading, _, text = part.partition("\n")
        said = " ".join(line.strip() for line in text.splitlines())
        paragraphs.append(f"**{heading}.** {said}" if said else heading)
    return "\n\n".join(paragraphs)
