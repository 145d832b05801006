"""The template of the application (ansökan): a covering letter with the plan as its appendix."""

from __future__ import annotations

from tools.maker.markup import block, fixed_table, heading, loop, p, table, when
from tools.maker.parts import (
    WITH_DAYS,
    activities,
    budget_table,
    difference,
    funding_table,
    known,
    outside_the_sum,
    spent_of_posts,
    statuses,
    sum_label,
    sum_of_posts,
    text_section,
)


def application() -> str:
    """The body: who applies for what, purpose, work, goals, budget, funding, last year, decision and signature."""
    return (
        p("{{ kortnamn }}", "Omslag organisation liten")
        + p("{{ titel }}", "Title")
        + p("{{ organisation }}", "Subtitle")
        + _facts()
        + text_section("ansokan_syfte")
        + _work()
        + _money()
        + _last_year()
        + text_section("ansokan_redovisning")
        + _decision()
    )


def _facts() -> str:
    return fixed_table(
        "Uppgifter om ansökan",
        ("Uppgift", "Innehåll"),
        (4, 9),
        (
            ("Sökande", "{{ sökande }}", "sökande"),
            ("Mottagare", "{{ mottagare }}", "mottagare"),
            ("Diarienummer", "{{ diarienummer }}", "diarienummer"),
            ("Anslag", "{{ anslag }}", "anslag"),
            (
                "Medel som söks",
                "{% if sökt_belopp_saknas %}{{ sökt_belopp }}{% else %}**{{ sökt_belopp }}\u00a0kr**{% endif %}",
                "sökt_belopp",
            ),
            ("Verksamhetsår", "{{ år }}", "år"),
        ),
    )


def _work() -> str:
    return (
        when("texter.ansokan_verksamhet.rubrik", heading(1, "{{ texter.ansokan_verksamhet.rubrik }}"))
        + when("not texter.ansokan_verksamhet.rubrik", heading(1, "Planerad verksamhet"))
        + when("texter.ansokan_verksamhet.text", block("texter.ansokan_verksamhet.text"))
        + when("not har_aktiviteter", p("Planen har inga aktiviteter ännu."))
        + when(
            "har_aktiviteter",
            table(
                "Planerad verksamhet {{ år }}",
                ("Område", "Aktiviteter", "Arbetsdagar"),
                (5, 2, 2),
                "område",
                "områden",
                ("{{ område.namn }}", "{{ område.antal }}", "{{ område.summa_dagar }}"),
                align="lrr",
                total=(
                    sum_label("dagar", *WITH_DAYS),
                    "{{ summor.aktiviteter }}",
                    known("dagar"),
                ),
            ),
        )
        + when(
            "har_mål",
            heading(1, "Mål{% if målperiod %} {{ målperiod }}{% endif %}"),
            loop(
                "område",
                "områden",
                when("område.mållista", heading(2, "{{ område.namn }}"), block("område.mållista")),
            ),
        )
    )


def _money() -> str:
    return (
        when("texter.ansokan_medel.rubrik", heading(1, "{{ texter.ansokan_medel.rubrik }}"))
        + when("not texter.ansokan_medel.rubrik", heading(1, "Budget och finansiering"))
        + when("texter.ansokan_medel.text", block("texter.ansokan_medel.text"))
        + when("not poster and not källor", p("Budgeten är inte införd ännu."))
        + when(
            "poster",
            budget_table("Belopp, kr", "Förklaring"),
        )
        + funding_table()
        + difference()
    )


def _last_year() -> str:
    return when(
        "föregående",
        heading(1, "Så användes medlen {{ föregående.år }}"),
        when(
            "not föregående.har_utfall",
            p(
                "Utgifterna för {{ föregående.år }} är inte införda ännu. "
                "{% if föregående.budget_hel %}Budgeten var {{ föregående.budget }}\u00a0kr.{% endif %}"
            ),
        ),
        when(
            "föregående.har_utfall",
            p(
                "Under {{ föregående.år }} användes {{ föregående.utfall }}\u00a0kr"
                "{% if föregående.budget_hel %} av budgeten på {{ föregående.budget }}\u00a0kr{% endif %}"
                "{% if föregående.oredovisade %}, så långt det är redovisat. Ännu inte "
                "redovisat: {{ föregående.oredovisade_poster }}{% endif %}."
                + outside_the_sum("föregående.")
                + "{% if föregående.ej_förbrukat %} Av årets medel blev {{ föregående.ej_förbrukat }}\u00a0kr över."
                "{% elif föregående.överskridet %} Utgifterna blev {{ föregående.överskridet }}\u00a0kr mer än "
                "årets medel.{% endif %}"
            ),
        ),
        p("Planen hade " + activities("föregående.aktiviteter") + statuses("föregående.")),
        when(
            "föregående.har_utfall and föregående.poster",
            table(
                "Budget och utfall {{ föregående.år }}",
                ("Post", "Kommentar", "Budget, kr", "Utfall, kr"),
                (12, 18, 8, 8),
                "post",
                "föregående.poster",
                ("{{ post.namn }}", "{{ post.kommentar }}", "{{ post.budget }}", "{{ post.utfall }}"),
                align="llrr",
                total=(
                    sum_of_posts("föregående."),
                    "",
                    "{{ föregående.budget }}",
                    spent_of_posts("föregående."),
                ),
            ),
        ),
    )


def _decision() -> str:
    return (
        heading(1, "Beslut och underskrift")
        + when(
            "beslutad_av",
            p(
                "Verksamhetsplanen är beslutad av {{ beslutad_av }}"
                "{% if beslutsdatum %} den {{ beslutsdatum }}{% endif %}.",
                keep=True,
            ),
        )
        + p("Ort och datum \t", "Underskrift")
        + p("Underskrift \t", "Underskrift")
        + p("Namnförtydligande och befattning \t", "Underskrift")
        + p("**Bilaga:** Verksamhetsplan {{ år }}", "Bilageuppgift")
    )
