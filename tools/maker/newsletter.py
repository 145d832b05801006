"""The template of the newsletter: whose it is and of when, what introduces it, and part by part what there is."""

from __future__ import annotations

from tools.maker.markup import block, heading, loop, p, when


def newsletter() -> str:
    """The body. The mail's templates, ``nyhetsbrev.html`` and ``nyhetsbrev.txt``, ask for the same names."""
    return (
        p("{{ kortnamn }}", "Omslag organisation liten")
        + p("{{ titel }}", "Title")
        + p("{{ organisation }}", "Subtitle")
        + when("inledning", block("inledning"))
        + loop(
            "del",
            "delar",
            heading(1, "{{ del.rubrik }}"),
            when("del.lista", block("del.lista")),
            loop(
                "sak",
                "del.saker",
                heading(2, "{{ sak.rubrik }}"),
                when("sak.fakta", p("{{ sak.fakta }}", "Faktarad")),
                when("sak.ändrat", p("[[{{ sak.ändrat }}]]")),
                when("sak.text", block("sak.text")),
                when("sak.länk", block("sak.länk")),
            ),
        )
        + when("avslutning", block("avslutning"))
    )
