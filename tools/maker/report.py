"""The template of the annual report (verksamhetsberättelse)."""

from __future__ import annotations

from tools.maker.allocations import allocated, allocated_to_activity
from tools.maker.economy import economy, expenses
from tools.maker.keyfigures import year_in_figures
from tools.maker.markup import block, contents, either, heading, loop, p, table, when
from tools.maker.parts import (
    activities,
    appendix,
    area_heading,
    by_kind,
    counted,
    cover,
    days,
    days_by_kind,
    labelled,
    organisation,
    own_appendices,
    parts_elsewhere,
    parts_table,
    text_section,
)


def report() -> str:
    """The body: cover, contents, the year, outcome by priority and status, economy, appendices."""
    return (
        cover("Verksamhetsberättelse {{ år }}", decided="redovisning_beslut")
        + contents("Innehåll", "1-3")
        + year_in_figures()
        + _introduction()
        + text_section("om_organisationen", level=2)
        + text_section("berattelse_insatser")
        + text_section("berattelse_bedomning", level=2)
        + _outcome()
        + _goals()
        + economy()
        + _details()
        + expenses()
        + allocated(sums=True)
        + organisation()
        + own_appendices(parts_table("Delar i {{ bilaga.rubrik }}", "bilaga.delarna"))
    )


def _introduction() -> str:
    """After the page of key figures; before any activity has its status, they leave room for it on theirs."""
    name = "texter.berattelse_inledning"
    title = f"{{{{ {name}.rubrik }}}}"
    return when(
        f"{name}.text",
        either("statusar", heading(1, title, break_before=True), otherwise=heading(1, title)),
        block(f"{name}.text"),
    )


def _outcome() -> str:
    return (
        heading(1, "Utfall efter prioritet och status")
        + when("not har_aktiviteter", p("Planen har inga aktiviteter ännu."))
        + when("har_aktiviteter and not statusar", p("Ingen aktivitet i planen har fått någon status ännu."))
        + when(
            "statusar",
            p(
                "Tabellen visar hur det gick för planens " + activities() + "."
                "{% if utan_status %} Status saknas ännu för {{ utan_status }} av dem.{% endif %}"
            ),
            block("statustabell"),
            block("diagram_status"),
        )
        + loop(
            "klass",
            "klasser",
            when("klass.utan_prioritet", heading(2, "Övriga aktiviteter")),
            when("klass.övriga", heading(2, "Övriga i {{ klass.namn }}")),
            when("not klass.utan_prioritet and not klass.övriga", heading(2, "{{ klass.namn }}")),
            loop(
                "status",
                "klass.statusar",
                when("status.namn", p("{{ status.symbol }} {{ status.namn }}", "Status")),
                when("not status.namn", p("Status saknas ännu", "Status")),
                loop(
                    "aktivitet",
                    "status.aktiviteter",
                    p(
                        "**{{ aktivitet.namn }}**{% if aktivitet.kort_utfall %}: "
                        "{{ aktivitet.kort_utfall }}"
                        "{% elif aktivitet.kort_utfall_saknas %}: kort utfall saknas ännu{% endif %}",
                        "List Bullet",
                    ),
                ),
            ),
        )
    )


def _goals() -> str:
    return when(
        "bedömda_mål",
        heading(1, "Målen{% if målperiod %} {{ målperiod }}{% endif %}"),
        table(
            "Bedömning av målen",
            ("Mål", "Bedömning", "Kommentar"),
            (6, 3, 5),
            "mål",
            "bedömda_mål",
            (
                "{{ mål.mål }}",
                "{% if mål.bedömning %}{{ mål.bedömning }}{% else %}Ännu inte bedömt{% endif %}",
                "{{ mål.kommentar }}",
            ),
        ),
    )


_FACTS = (
    "{% if aktivitet.utfall.status %}{{ aktivitet.symbol }} **{{ aktivitet.utfall.status }}**"
    "{% else %}Status saknas ännu{% endif %}"
    "{% if aktivitet.märke %}\u2002·\u2002[[{{ aktivitet.märke }}]]{% endif %}"
    "{% if aktivitet.dagar %}\u2002·\u2002{% if aktivitet.utan_dagar %}Planerade arbetsdagar: {{ aktivitet.dagar }}"
    "{% else %}Planerat " + days("aktivitet.dagar") + "{% endif %}{% endif %}"
    "{% if aktivitet.utfall.dagar_utfall %}\u2002·\u2002Utfall "
    + days("aktivitet.utfall.dagar_utfall")
    + "{% elif aktivitet.dagar_saknas %}\u2002·\u2002Dagar enligt utfall saknas ännu{% endif %}"
    "{% if aktivitet.ansvarig %}{% if aktivitet.märke or aktivitet.dagar or aktivitet.utfall.dagar_utfall %}\n"
    "{% else %}\u2002·\u2002{% endif %}Ansvarig: {{ aktivitet.ansvarig }}{% endif %}"
)


_WITHOUT_TEXT = (
    "Av "
    + activities("summor.besvarade")
    + " med status saknar {{ utan_beskrivning }} ännu en beskrivning av utfallet."
)
"""Said once: where the text is to stand, nothing stands."""


def _planned(name: str) -> str:
    return counted(name, "arbetsdag planerad", "arbetsdagar planerade")


_AREA = (
    "{% if område.luckor %}Planerade arbetsdagar: {{ område.summa_dagar }}"
    "{% elif område.summa_dagar %}"
    + _planned("område.summa_dagar")
    + "{% endif %}"
    + by_kind(" (", ")")
    + "{% if område.dagar_utfall %}{% if område.summa_dagar %}, {{ område.dagar_utfall }}"
    "{% else %}" + days("område.dagar_utfall") + "{% endif %} enligt utfall"
    "{% if område.dagar_saknas %} hittills{% endif %}{% endif %}"
    "{% if område.antal|string != '0' %}"
    "{% if område.summa_dagar or område.dagar_utfall %}\u2002·\u2002{% endif %}"
    + activities("område.antal")
    + "{% endif %}"
    "{% for status in område.statusar %}{% if loop.first %}\n{% else %}\u2002·\u2002{% endif %}"
    "{{ status.antal }}\u00a0{% if status.namn %}{{ status.namn|lower }}{% else %}saknar status ännu{% endif %}"
    "{% endfor %}"
)


_GROUP = (
    "{% if grupp.dagar %}" + _planned("grupp.dagar") + " för hela gruppen"
    "{% elif grupp.summa_dagar %}{% if grupp.luckor %}Planerade arbetsdagar: {{ grupp.summa_dagar }}{% else %}"
    + _planned("grupp.summa_dagar")
    + "{% endif %}"
    "{% if grupp.dagar_utfall %}, {{ grupp.dagar_utfall }} enligt utfall"
    "{% if grupp.dagar_saknas %} hittills{% endif %}{% endif %}"
    "{% elif grupp.dagar_utfall %}" + days("grupp.dagar_utfall") + " enligt utfall"
    "{% if grupp.dagar_saknas %} hittills{% endif %}{% endif %}"
    "{% if (grupp.summa_dagar or grupp.dagar_utfall) and grupp.aktiviteter %}\u2002·\u2002{% endif %}"
    "{% if grupp.aktiviteter %}" + activities("grupp.antal") + "{% endif %}"
)


_EVENT = (
    "{% if händelse.datum %}{{ händelse.datum }}"
    "{% if händelse.slutdatum %} till {{ händelse.slutdatum }}{% endif %}"
    "{% if händelse.typ %}, {% else %}: {% endif %}{% endif %}"
    "{% if händelse.typ %}{{ händelse.typ }}: {% endif %}{{ händelse.rubrik }}"
    "{% if händelse.händelsens_läge %} ({{ händelse.händelsens_läge }}){% endif %}"
    "{% if händelse.plats %}, {{ händelse.plats }}{% endif %}"
    "{% if händelse.deltagare %}, {{ händelse.deltagare }}\u00a0deltagare{% endif %}"
)


def _activity() -> str:
    outcome = "aktivitet.utfall"
    return "".join(
        (
            when("aktivitet.underrubrik", p("{{ aktivitet.underrubrik }}", "Underrubrik")),
            heading(4, "{{ aktivitet.namn }}"),
            p(_FACTS, "Faktarad"),
            labelled("Plan", "aktivitet.beskrivning"),
            labelled("Utfall", f"{outcome}.utfall"),
            parts_table("Delar av {{ aktivitet.namn }}", "aktivitet.delarna"),
            parts_elsewhere(),
            allocated_to_activity(),
            labelled("Avvikelse", f"{outcome}.avvikelse"),
            labelled("Effekter", f"{outcome}.effekter"),
            labelled("Nästa steg", f"{outcome}.nästa_steg"),
            when(
                "aktivitet.händelser",
                p("Händelser", "Etikett"),
                loop("händelse", "aktivitet.händelser", p(_EVENT, "List Bullet")),
            ),
        )
    )


def _details() -> str:
    return (
        when(
            "områden or texter.berattelse_bilaga.text",
            appendix("{{ bilagans_rubrik }}"),
        )
        + when("texter.berattelse_bilaga.text", block("texter.berattelse_bilaga.text"))
        + when("utan_beskrivning", p(_WITHOUT_TEXT, keep=True))
        + when("slag and har_dagar", days_by_kind())
        + loop(
            "område",
            "områden",
            area_heading(),
            when("område.summa_dagar or område.antal|string != '0'", p(_AREA, "Faktarad")),
            block("område.statusdiagram"),
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
                when("grupp.rubrik and grupp.aktiviteter or grupp.dagar", p(_GROUP, "Faktarad")),
                when("grupp.resursutfall", p("{{ grupp.resursutfall }}", "Gruppnot")),
                loop("aktivitet", "grupp.aktiviteter", _activity()),
            ),
        )
    )
