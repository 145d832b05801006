"""The template of several years beside each other."""

from __future__ import annotations

from tools.maker.markup import block, heading, loop, p, when


def years() -> str:
    """The body: what there is to say, the totals, each table with its chart, what goes on, the goals."""
    return (
        p("{{ kortnamn }}", "Omslag organisation liten")
        + p("{{ titel }}", "Title")
        + p("{{ organisation }}", "Subtitle")
        + block("inledning")
        + heading(1, "{{ summor_rubrik }}")
        + block("summor")
        + loop(
            "del",
            "tabeller",
            heading(1, "{{ del.rubrik }}"),
            block("del.tabell"),
            when("del.diagram", block("del.diagram")),
        )
        + when("vidare", heading(1, "{{ vidare_rubrik }}"), block("vidare"))
        + when("mål", heading(1, "{{ mål_rubrik }}"), block("mål"))
    )
