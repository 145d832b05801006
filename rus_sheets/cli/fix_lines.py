"""What ``validate --fix`` did, or would do, in lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rus_sheets.cli.grouping import as_ranges
from rus_sheets.cli.terminal import WIDTH, say, say_styled, shortened
from rus_sheets.wording import counted

if TYPE_CHECKING:
    from rus_sheets.checks.repair import Repair
    from rus_sheets.usecases.fix import Fixed
    from rus_sheets.usecases.naming import NamedRows

_ROW = 40
"""Characters of a row's title where several are listed."""


def show_fixed(fixed: Fixed, name: str) -> None:
    """What came of every cell, and then how much of what."""
    _show_extended(fixed)
    _show_moved(fixed)
    _show_named(fixed.named)
    for repair in fixed.told_repairs:
        _show_repair(repair)
    for refused in fixed.refused:
        back = (
            f"tillbaka: {refused.what.sheet} {refused.what.ref}" if refused.what.ref else f"till: {refused.what.sheet}"
        )
        say(f"Kan inte läggas {back}. {refused.reason} {refused.remedy}")
    for bare in fixed.dressed:
        say_styled(f"{bare.sheet} {bare.ref}", "bold")
        say(bare.message, indent=4)
    if fixed.anything:
        _show_counts(fixed, name)
    else:
        say(f"{name}: inget att lägga tillbaka.")


def _show_counts(fixed: Fixed, name: str) -> None:
    """How much of what, and the way back."""
    verb = "Skulle lägga" if fixed.dry_run else "Lade"
    if fixed.additions:
        done = "Skulle lägga till" if fixed.dry_run else "Lade till"
        say(f"{done} i {name}: {', '.join(_extended_with(fixed))}.")
    if fixed.moved.moves:
        done = "Skulle flytta" if fixed.dry_run else "Flyttade"
        say(f"{done} {len(fixed.moved.moves)} belopp i {name}.")
    taken = sum(len(rows.titles) for rows in fixed.named.taken)
    if taken:
        rows = counted(taken, "rad som stod under sin tabell", "rader som stod under sin tabell")
        say(f"{'Skulle ta' if fixed.dry_run else 'Tog'} med {rows}.")
    if fixed.named.given:
        say(f"{'Skulle fylla' if fixed.dry_run else 'Fyllde'} i {' och '.join(_filled_in(fixed.named))} i {name}.")
    for new in fixed.added:
        say(f"{verb} till {counted(len(new.ids), 'rad', 'rader')} på {new.sheet}: {', '.join(new.ids)}")
    put_back = " och ".join(_put_back(fixed))
    if put_back:
        say(f"{verb} tillbaka {put_back} i {name}.")
    if fixed.backup:
        say(f"Kopia från före: {fixed.backup.parent.name}/{fixed.backup.name}. Ångra: rus-sheets undo {name}")
    if fixed.untrusted and fixed.backup:
        say(f"Räknas om när arbetsboken öppnas i Excel: {as_ranges(fixed.untrusted)}")


def _show_extended(fixed: Fixed) -> None:
    """Sheets, columns and settings that came, and those that couldn't."""
    for addition in fixed.additions:
        say_styled(addition.sheet, "bold")
        what = "nya rader" if addition.is_rows else "nya kolumner till höger i tabellen"
        say(f"{what}: {', '.join(addition.headers)}" if addition.headers else "nytt blad, sist", indent=4)
    for lost in fixed.not_added:
        headers = f" ({', '.join(lost.headers)})" if lost.headers else ""
        say(f"Kan inte läggas till: {lost.sheet}{headers}. {lost.reason} {lost.remedy}")


def _show_moved(fixed: Fixed) -> None:
    """Amounts that became rows of their own, and those that only a person can tell of."""
    for move in fixed.moved.moves:
        _say_head(f"{move.sheet} {move.ref}", f"{move.activity} {move.title}")
        to = f"flyttas till raden {move.row}" if move.row else "töms: raderna säger detsamma"
        say(f"{move.said} {to}", indent=4)
    for asked in fixed.moved.asked:
        _say_head(f"Behöver avgöras: {asked.sheet} {asked.ref}", asked.title, "bold yellow")
        say(f"{asked.message} {asked.remedy}", indent=4)


def _show_repair(repair: Repair) -> None:
    """The formula, with what stood there: a value that is replaced is gone from the sheet."""
    row = " ".join(dict.fromkeys(part for part in (repair.row_id, repair.row_title) if part))
    _say_head(f"{repair.sheet} {repair.ref}", row)
    say(f"Nu:   {repair.now_text}", indent=4)
    say(f"Blir: ={repair.formula}", indent=4)
    for ref, text in repair.texts.items():
        say(f"{ref}: {text}", indent=4)


def _say_head(head: str, row: str, style: str = "bold") -> None:
    say_styled(head, style, f"  {shortened(row, WIDTH - len(head) - 2)}" if row else "")


def _show_named(named: NamedRows) -> None:
    """Rows that come into their table, what is filled in where, and what only a person can tell."""
    for rows in named.taken:
        say_styled(f"{rows.sheet} {rows.ref}", "bold")
        titles = ", ".join(shortened(title, _ROW) for title in rows.titles)
        say(f"{counted(len(rows.titles), 'rad', 'rader')} under tabellen kommer med i den: {titles}", indent=4)
    for given in named.given:
        _say_head(f"{given.sheet} {given.ref}", given.title)
        say(f"{given.label}: {given.value}{f' ({given.why})' if given.why else ''}", indent=4)
    if named.doubt:
        say(named.doubt)
    for asked in named.asked:
        _say_head(f"Behöver avgöras: {asked.sheet} {asked.ref}", asked.title, "bold yellow")
        say(f"{asked.message} {asked.remedy}", indent=4)


def _extended_with(fixed: Fixed) -> Iterator[str]:
    """How much of what: ``3 blad``, ``12 kolumner``."""
    sheets = sum(not addition.headers for addition in fixed.additions)
    columns = sum(len(addition.headers) for addition in fixed.additions if not addition.is_rows)
    rows = sum(len(addition.headers) for addition in fixed.additions if addition.is_rows)
    for count, one, several in ((sheets, "blad", "blad"), (columns, "kolumn", "kolumner"), (rows, "rad", "rader")):
        if count:
            yield counted(count, one, several)


def _filled_in(named: NamedRows) -> Iterator[str]:
    """How much of what: ``3 id:n``, ``1 hänvisning``."""
    if named.ids:
        yield counted(named.ids, "id", "id:n")
    others = len(named.given) - named.ids
    if others:
        yield counted(others, "hänvisning", "hänvisningar")


def _put_back(fixed: Fixed) -> Iterator[str]:
    """How much of what: ``2 formler``, ``format på 3 rader``."""
    if fixed.repairs:
        yield counted(len(fixed.repairs), "formel", "formler")
    rows = sum(len(rows.rows) for rows in fixed.dressed)
    if rows:
        yield "listor och format på 1 rad" if rows == 1 else f"listor och format på {rows} rader"
