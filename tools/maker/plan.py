"""The template of the plan (verksamhetsplan)."""

from __future__ import annotations

from tools.maker.allocations import allocated, allocated_sums, allocated_to_activity
from tools.maker.markup import block, contents, heading, loop, p, table, when
from tools.maker.parts import (
    CHANGE,
    activities,
    activity_facts,
    appendix,
    area_days,
    area_heading,
    budget_table,
    by_kind,
    counted,
    cover,
    days,
    funding_lines,
    kinds_of_work,
    labelled,
    lacking,
    organisation,
    own_appendices,
    parts_elsewhere,
    section,
    text_section,
)

_PRIORITY_LIST = (
    p(
        "{{ aktivitet.namn }}{% if aktivitet.eget_märke %} [[{{ aktivitet.eget_märke }}]]{% endif %}" + CHANGE,
        "List Bullet",
    ),
)


_DAYS = "{% if aktivitet.dagar and not aktivitet.utan_dagar %}, " + days("aktivitet.dagar") + "{% endif %}"


def plan() -> str:
    """The body: cover, contents, about, activities and priorities, budget, appendices."""
    return (
        cover("Verksamhetsplan {{ år }}")
        + contents("Innehåll", "1-3")
        + _most_important()
        + when("viktigast", text_section("om_organisationen"))
        + when("not viktigast", text_section("om_organisationen", break_before=True))
        + text_section("arbetssatt", level=2)
        + _vision()
        + text_section("om_planen")
        + _priorities()
        + _budget()
        + _candidates()
        + _details()
        + allocated()
        + _coverage()
        + _changes()
        + organisation()
        + own_appendices(when("bilaga.delar", block("bilaga.delar")))
    )


def _most_important() -> str:
    """The activities that are prioritised, in a sentence each; nothing where nobody has written any."""
    return when(
        "viktigast",
        heading(1, "Det viktigaste {{ år }}", break_before=True),
        loop(
            "klass",
            "viktigast",
            when("klass.rubrik", heading(2, "{{ klass.rubrik }}")),
            loop(
                "aktivitet",
                "klass.aktiviteter",
                p("**{{ aktivitet.namn }}.** {{ aktivitet.sammanfattning }}", "List Bullet"),
            ),
        ),
    )


def _vision() -> str:
    return (
        when("texter.vision_mal.text", heading(1, "{{ texter.vision_mal.rubrik }}"))
        + when("vision and not texter.vision_mal.text", heading(1, "Vision"))
        + when("vision", p("{{ vision }}", "Quote"))
        + when("texter.vision_mal.text", block("texter.vision_mal.text"))
        + when("budskap", p("Budskapen är:"), block("budskap"))
    )


def _divided(total: str, parts: str) -> str:
    divided = counted(total, "arbetsdag fördelad", "arbetsdagar fördelade")
    return f"{divided} på {activities(parts)}"


def _priorities() -> str:
    return (
        heading(1, "Aktiviteter och prioriteringar {{ år }}")
        + when("texter.prioriteringar.text", block("texter.prioriteringar.text"))
        + when(
            "har_dagar",
            heading(2, "Arbetsdagar per område"),
            p(
                "Planen omfattar {% if luckor.dagar.finns %}"
                + _divided("luckor.dagar.summa", "luckor.dagar.delar")
                + "{% else %}"
                + _divided("summor.dagar", "summor.aktiviteter")
                + "{% endif %}."
                + lacking("dagar", "Dagar")
            ),
            area_days(),
            block("diagram_dagar"),
        )
        + kinds_of_work()
        + loop(
            "område",
            "områden",
            heading(2, "{{ område.namn }}"),
            loop(
                "grupp",
                "område.grupper",
                when("grupp.rubrik", p("{{ grupp.rubrik }}", "Etikett")),
                loop("aktivitet", "grupp.aktiviteter", *_PRIORITY_LIST),
            ),
        )
        + when("not har_aktiviteter", p("Planen har inga aktiviteter ännu."))
    )


def _candidates() -> str:
    """What is proposed and has no room in the plan."""
    return when(
        "kandidater",
        heading(1, "Förslag som inte ryms i planen"),
        loop(
            "grupp",
            "kandidater",
            p("I {{ grupp.hand|lower }}", "Etikett"),
            loop(
                "kandidat",
                "grupp.kandidater",
                p(
                    "**{{ kandidat.namn }}**{% if kandidat.beskrivning %}. {{ kandidat.beskrivning }}{% endif %}",
                    "List Bullet",
                ),
            ),
        ),
    )


_COVERING = "{% if mål.antal %} (" + activities("mål.antal") + "){% endif %}"
"""How many activities contribute to a goal, where anybody has said what contributes to what."""


def _coverage() -> str:
    """How the activities cover messages and goals, and the gaps; nothing where nobody has said.

    Goals are sentences, and how many activities each has stands where the plan says them.
    """
    return when("täckning", appendix("Målmatris")) + loop(
        "täckt",
        "täckning",
        p(
            "{{ täckt.täckta }} av {{ täckt.alla }} {{ täckt.vad }} har minst en aktivitet. "
            "Utan aktivitet: {{ täckt.utan }}. "
            "Aktiviteter som inte är knutna till något {{ täckt.vad }}: {{ täckt.lösa }}."
            "{% if täckt.vid_raden %} Hur många som bidrar till varje {{ täckt.vad }} står efter det.{% endif %}"
        ),
        when("täckt.diagram", block("täckt.diagram")),
        when(
            "not täckt.vid_raden",
            table(
                "{{ täckt.rubrik }}",
                ("{{ täckt.kolumn }}", "{{ täckt.över }}", "Aktiviteter"),
                (7, 5, 2),
                "rad",
                "täckt.rader",
                (
                    "{% if rad.nummer %}{{ rad.nummer }} {% endif %}{{ rad.namn }}",
                    "{{ rad.var }}",
                    "{{ rad.antal }}",
                ),
                align="llr",
            ),
        ),
    )


def _changes() -> str:
    """Only where last year's workbook was given."""
    name = "förändringar"
    return when(
        name,
        appendix("Förändringar mot förra planen"),
        p("Planen för {{ år }} jämförd med planen för {{ förändringar.år }}."),
        table(
            "Planen {{ förändringar.år }} och {{ år }}",
            ("Summa", "{{ förändringar.år }}", "{{ år }}", "Skillnad"),
            (5, 2, 2, 2),
            "rad",
            f"{name}.summor",
            ("{{ rad.namn }}", "{{ rad.förra }}", "{{ rad.nu }}", "{{ rad.skillnad }}"),
            align="lrrr",
        ),
        when(
            f"{name}.nya",
            section("Nya aktiviteter"),
            loop("aktivitet", f"{name}.nya", p("{{ aktivitet.namn }}" + _DAYS, "List Bullet")),
        ),
        when(
            f"{name}.ändrade",
            section("Ändrade aktiviteter"),
            loop(
                "aktivitet",
                f"{name}.ändrade",
                p("**{{ aktivitet.namn }}.** {{ aktivitet.ändringar }}", "List Bullet"),
            ),
        ),
        when(
            f"{name}.avslutade",
            section("Avslutade aktiviteter"),
            loop("aktivitet", f"{name}.avslutade", p("{{ aktivitet.namn }}" + _DAYS, "List Bullet")),
        ),
        when(
            f"not {name}.nya and not {name}.ändrade and not {name}.avslutade",
            p("Ingen aktivitet är ny, ändrad eller avslutad."),
        ),
    )


def _budget() -> str:
    return (
        when("poster or källor or medel or texter.budget_inledning.text", heading(1, "Budget {{ år }}"))
        + when("texter.budget_inledning.text", block("texter.budget_inledning.text"))
        + when(
            "poster",
            budget_table(),
        )
        + funding_lines()
        + allocated_sums()
    )


def _days_or_not(of: str) -> str:
    """The sum of days; in place of one that isn't whole stand words."""
    return f"{{% if {of}.luckor %}}{{{{ {of}.summa_dagar }}}}{{% else %}}{days(f'{of}.summa_dagar')}{{% endif %}}"


_GROUP = (
    "{% if grupp.dagar %}Resurssättning för hela gruppen: "
    + days("grupp.dagar")
    + "{% else %}Resurssättning: "
    + _days_or_not("grupp")
    + "{% endif %}"
)
"""A group's days; of one without a heading the area's line has told them."""


def _details() -> str:
    return when("områden", appendix("Detaljerad verksamhetsplan")) + loop(
        "område",
        "områden",
        area_heading(),
        when(
            "område.summa_dagar",
            p(
                "Summa resurssättning: " + _days_or_not("område") + by_kind(" (", ")"),
                "Faktarad",
            ),
        ),
        when("område.inledning", block("område.inledning")),
        when(
            "område.mållista",
            heading(3, "Mål{% if målperiod %} {{ målperiod }}{% endif %}"),
            loop("mål", "område.mål", when("mål.rad", p("{{ mål.rad }}" + _COVERING, "List Bullet"))),
        ),
        loop(
            "grupp",
            "område.grupper",
            when("grupp.rubrik", heading(3, "{{ grupp.rubrik }}")),
            when("not grupp.rubrik", heading(3, "Aktiviteter {{ år }}")),
            when("grupp.dagar or grupp.rubrik and grupp.summa_dagar", p(_GROUP, "Faktarad")),
            when("grupp.resurskommentar", p("{{ grupp.resurskommentar }}", "Gruppnot")),
            loop(
                "aktivitet",
                "grupp.aktiviteter",
                when("aktivitet.underrubrik", p("{{ aktivitet.underrubrik }}", "Underrubrik")),
                heading(4, "{{ aktivitet.namn }}"),
                activity_facts(),
                when("aktivitet.beskrivning", block("aktivitet.beskrivning")),
                when("aktivitet.delar", block("aktivitet.delar")),
                parts_elsewhere(),
                allocated_to_activity(),
                labelled("Leveranser", "aktivitet.leveranser"),
                labelled("Samverkan", "aktivitet.samverkan"),
                when(
                    "aktivitet.projektplan or aktivitet.projektplan_beslutas",
                    p("Projektplan", "Etikett"),
                    p(
                        "{{ aktivitet.projektplan }}{% if aktivitet.projektplan_beslutas %}"
                        "{% if aktivitet.projektplan %} (beslutas {{ aktivitet.projektplan_beslutas }})"
                        "{% else %}Beslutas {{ aktivitet.projektplan_beslutas }}{% endif %}{% endif %}"
                    ),
                ),
            ),
        ),
    )
