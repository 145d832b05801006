"""The template of the plan (verksamhetsplan)."""

from __future__ import annotations

from rus_sheets.word.maker.markup import block, contents, heading, loop, p, table, when
from rus_sheets.word.maker.parts import (
    ACTIVITIES,
    CHANGE,
    activity_facts,
    budget_table,
    cover,
    funding_table,
    labelled,
    organisation,
    text_section,
)

_PRIORITY_LIST = (
    p(
        "{{ aktivitet.namn }}{% if aktivitet.eget_märke %} [[{{ aktivitet.eget_märke }}]]{% endif %}" + CHANGE,
        "List Bullet",
    ),
)


_DAYS = "{% if aktivitet.dagar %}, {{ aktivitet.dagar }}\u00a0arbetsdagar{% endif %}"


def plan() -> str:
    """The body: cover, contents, about, activities and priorities, budget, appendices."""
    return (
        cover("Verksamhetsplan {{ år }}")
        + contents("Innehåll")
        + text_section("om_organisationen", break_before=True)
        + text_section("arbetssatt", level=2)
        + text_section("vision_mal")
        + when("budskap", p("Budskapen är:"), block("budskap"))
        + text_section("om_planen")
        + _priorities()
        + _changes()
        + _budget()
        + _details()
        + organisation("Bilaga 2. Organisation")
    )


def _priorities() -> str:
    return (
        heading(1, "Aktiviteter och prioriteringar {{ år }}")
        + when("texter.prioriteringar.text", block("texter.prioriteringar.text"))
        + when(
            "allra_viktigast",
            heading(2, "Allra viktigast"),
            loop("aktivitet", "allra_viktigast", p("{{ aktivitet.namn }}", "List Bullet")),
            when(
                "övriga_högt_prioriterade",
                heading(2, "Övriga insatser med hög prioritet"),
                loop("aktivitet", "övriga_högt_prioriterade", p("{{ aktivitet.namn }}", "List Bullet")),
            ),
        )
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
        + when(
            "har_dagar",
            heading(2, "Arbetsdagar per område"),
            p("Planen omfattar {{ summor.dagar }}\u00a0arbetsdagar fördelade på " + ACTIVITIES + "."),
            table(
                "Planerade arbetsdagar per område {{ år }}",
                ("Område", "Aktiviteter", "Arbetsdagar"),
                (5, 2, 2),
                "område",
                "områden",
                ("{{ område.namn }}", "{{ område.antal }}", "{{ område.summa_dagar }}"),
                align="lrr",
                total=("Summa", "{{ summor.aktiviteter }}", "{{ summor.dagar }}"),
            ),
            block("diagram_dagar"),
        )
    )


def _changes() -> str:
    """Only where last year's workbook was given."""
    name = "förändringar"
    return when(
        name,
        heading(1, "Förändringar mot förra planen"),
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
            heading(2, "Nya aktiviteter"),
            loop("aktivitet", f"{name}.nya", p("{{ aktivitet.namn }}" + _DAYS, "List Bullet")),
        ),
        when(
            f"{name}.ändrade",
            heading(2, "Ändrade aktiviteter"),
            loop(
                "aktivitet",
                f"{name}.ändrade",
                p("**{{ aktivitet.namn }}**: {{ aktivitet.ändringar }}", "List Bullet"),
            ),
        ),
        when(
            f"{name}.avslutade",
            heading(2, "Avslutade aktiviteter"),
            loop("aktivitet", f"{name}.avslutade", p("{{ aktivitet.namn }}" + _DAYS, "List Bullet")),
        ),
        when(
            f"not {name}.nya and not {name}.ändrade and not {name}.avslutade",
            p("Ingen aktivitet är ny, ändrad eller avslutad."),
        ),
    )


def _budget() -> str:
    return (
        when("poster or källor or texter.budget_inledning.text", heading(1, "Budget {{ år }}"))
        + when("texter.budget_inledning.text", block("texter.budget_inledning.text"))
        + when(
            "poster",
            budget_table(),
        )
        + funding_table()
    )


def _details() -> str:
    return when("områden", heading(1, "Bilaga 1. Detaljerad verksamhetsplan", break_before=True)) + loop(
        "område",
        "områden",
        heading(2, "{{ område.namn }}"),
        when(
            "område.summa_dagar",
            p("Summa resurssättning: {{ område.summa_dagar }}\u00a0arbetsdagar", "Faktarad"),
        ),
        when("område.inledning", block("område.inledning")),
        when(
            "område.mållista",
            heading(3, "Mål{% if målperiod %} {{ målperiod }}{% endif %}"),
            block("område.mållista"),
        ),
        loop(
            "grupp",
            "område.grupper",
            when("grupp.rubrik", heading(3, "{{ grupp.rubrik }}")),
            when("not grupp.rubrik", heading(3, "Aktiviteter {{ år }}")),
            when(
                "grupp.dagar",
                p("Resurssättning för hela gruppen: {{ grupp.dagar }}\u00a0arbetsdagar", "Faktarad"),
            ),
            when("grupp.resurskommentar", p("{{ grupp.resurskommentar }}", "Gruppnot")),
            loop(
                "aktivitet",
                "grupp.aktiviteter",
                heading(4, "{{ aktivitet.namn }}"),
                activity_facts(),
                when("aktivitet.beskrivning", block("aktivitet.beskrivning")),
                when("aktivitet.delar", block("aktivitet.delar")),
                labelled("Leveranser", "aktivitet.leveranser"),
                labelled("Samverkan", "aktivitet.samverkan"),
                when("aktivitet.projektplan", p("Projektplan", "Etikett"), p("{{ aktivitet.projektplan }}")),
            ),
        ),
    )
