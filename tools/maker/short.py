"""The template of the short report: a page or two on the year, for the county boards' own annual reports."""

from __future__ import annotations

from tools.maker.economy import outcome
from tools.maker.keyfigures import figures
from tools.maker.markup import block, either, heading, p, when
from tools.maker.parts import outside_the_sum

_TEXT, _LONGER = "texter.kort_aret.text", "texter.berattelse_insatser.text"


def short() -> str:
    """The body: three sentences and six figures, what was done, status by area, the money."""
    return (
        p("{{ kortnamn }}", "Omslag organisation liten")
        + p("{{ titel }}", "Title")
        + either(
            "texter.kort_aret.rubrik",
            p("{{ texter.kort_aret.rubrik }}", "Subtitle"),
            otherwise=p("{{ organisation }}", "Subtitle"),
        )
        + when("har_aktiviteter", figures())
        + heading(1, "Det har gjorts")
        + either(
            _TEXT,
            block(_TEXT),
            (_LONGER, block(_LONGER)),
            otherwise=p("Texten om året är inte skriven ännu."),
        )
        + when("statusar", heading(1, "Status per område"), block("områdestabell"), block("diagram_områden"))
        + _money()
    )


def _money() -> str:
    """The table, and what isn't accounted for; nothing before any expense is, as the first sentences say."""
    return when(
        "poster and har_utfall",
        heading(1, "Ekonomi"),
        outcome(),
        when(
            "oredovisade",
            p(
                "Hittills är {{ summor.utfall }}\u00a0kr{% if not luckor.budget.finns %} av en budget på "
                "{{ summor.budget }}\u00a0kr{% endif %} redovisade. "
                "Ännu inte redovisat: {{ oredovisade_poster }}." + outside_the_sum(),
                "Tabellnot",
            ),
        ),
    )
