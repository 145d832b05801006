"""What a declaration must fulfil to hang together: each rule yields its faults, so that all are told at once."""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.schema import (
    verify_coverage,
    verify_exchange,
    verify_newsletter,
    verify_summary,
    verify_tables,
    verify_uses,
)
from rus_sheets.schema.faults import DeclarationFault
from rus_sheets.schema.model import Declaration


def faults(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Every fault of the declaration, in the order of the file."""
    for rule in (
        verify_tables.keys,
        verify_tables.names,
        verify_tables.lists,
        verify_tables.columns,
        verify_tables.formulas,
        verify_summary.blocks,
        verify_summary.recomputations,
        verify_summary.derivations,
        verify_summary.charts,
        verify_summary.maps,
        verify_uses.followup,
        verify_uses.mails,
        verify_uses.compare,
        verify_uses.next_year,
        verify_uses.years,
        verify_uses.calendar,
        verify_newsletter.newsletter,
        verify_exchange.exchanges,
        verify_coverage.coverages,
        verify_uses.documents,
    ):
        yield from rule(declaration)
