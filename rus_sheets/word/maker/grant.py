"""The template of the summary of the county boards' accounts: the first one that is filled by the general context."""

from __future__ import annotations

from rus_sheets.word.maker.markup import block, contents, heading, loop, p, table, when
from rus_sheets.word.maker.parts import cover, labelled


def grant() -> str:
    """The body: cover, contents, the figures, per category, per county, and each county's own words."""
    return (
        cover("Länens användning av miljömålsmedlen {{ år }}")
        + contents("Innehåll")
        + heading(1, "Inledning", break_before=True)
        + when("inledning", block("inledning"))
        + _figures()
        + when("samlad_bedömning", heading(2, "Samlad bedömning"), block("samlad_bedömning"))
        + _categories()
        + _counties()
        + _each_county()
    )


def _figures() -> str:
    return (
        when(
            "medel_sammanlagt",
            p(
                "För {{ år }} är medlen sammanlagt {{ medel_sammanlagt }}\u00a0kr. Av dem går {{ varav_rus }}\u00a0kr "
                "till RUS och {{ varav_länen }}\u00a0kr till länen."
            ),
        )
        + p(
            "De {{ summor.län_totalt }}\u00a0länen har tilldelats {{ summor.tilldelat_totalt }}\u00a0kr. Med det som "
            "är överfört från förra året, {{ summor.överfört_totalt }}\u00a0kr, har de haft "
            "**{{ summor.att_använda_totalt }}\u00a0kr** att använda."
        )
        + p(
            "Hittills har {{ summor.besvarade_totalt }}\u00a0län redovisat. De har använt "
            "**{{ summor.använt_totalt }}\u00a0kr** till {{ summor.insatser_totalt }}\u00a0insatser och för över "
            "{{ summor.förs_över_totalt }}\u00a0kr till nästa år. Medlen har betalat "
            "{{ summor.arbetsdagar_totalt }}\u00a0arbetsdagar."
        )
        + when(
            "summor.saknade_totalt|string != '0'",
            p(
                "Från {{ summor.saknade_totalt }}\u00a0län saknas redovisning. Det som inte är redovisat ännu är "
                "{{ summor.inte_redovisat_totalt }}\u00a0kr."
            ),
        )
    )


def _categories() -> str:
    return (
        heading(1, "Vad medlen har använts till", break_before=True)
        + table(
            "Använda medel per kategori, kronor",
            ("Kategori", "Genomfört", "Pågår", "Inte genomfört", "Summa", "Insatser"),
            (16, 12, 10, 11, 12, 9),
            "rad",
            "summering.per_kategori",
            (
                "{{ rad.namn }}",
                "{{ rad.genomfört }}",
                "{{ rad.pågår }}",
                "{{ rad.inte_genomfört }}",
                "{{ rad.belopp_kr }}",
                "{{ rad.antal_insatser }}",
            ),
            align="lrrrrr",
            total=("Summa", "", "", "", "{{ summor.använt_totalt }}", "{{ summor.insatser_totalt }}"),
        )
        + block("diagram.använt_per_kategori_kr")
    )


def _counties() -> str:
    return (
        heading(1, "Medlen per län", break_before=True)
        + table(
            "Tilldelade och använda medel per län, kronor",
            ("Län", "Tilldelat", "Att använda", "Använt", "Förs över", "Dagar"),
            (23, 12, 12, 12, 12, 8),
            "rad",
            "summering.per_län",
            (
                "{{ rad.namn }}",
                "{{ rad.tilldelat_kr }}",
                "{{ rad.att_använda_kr }}",
                "{{ rad.använt_kr }}",
                "{{ rad.förs_över_kr }}",
                "{{ rad.arbetsdagar }}",
            ),
            align="lrrrrr",
            total=(
                "Summa",
                "{{ summor.tilldelat_totalt }}",
                "{{ summor.att_använda_totalt }}",
                "{{ summor.använt_totalt }}",
                "{{ summor.förs_över_totalt }}",
                "{{ summor.arbetsdagar_totalt }}",
            ),
        )
        + block("diagram.att_använda_och_använt_per_län_kr")
    )


_FACTS = (
    "Att använda {{ rad.att_använda }}\u00a0kr"
    "{% if rad.använt %}\u2002·\u2002Använt {{ rad.använt }}\u00a0kr{% endif %}"
    "{% if rad.redovisning.förs_över_till_nästa_år %}\u2002·\u2002Förs över "
    "{{ rad.redovisning.förs_över_till_nästa_år }}\u00a0kr{% endif %}"
    "{% if rad.redovisning.arbetsdagar %}\u2002·\u2002{{ rad.redovisning.arbetsdagar }}\u00a0arbetsdagar{% endif %}"
    "{% if rad.kontakt %}\nKontakt: {{ rad.kontakt }}{% endif %}"
)


def _each_county() -> str:
    account = "rad.redovisning"
    reported = f"{account}.sammanfattning or rad.insatser or rad.använt"
    each = (
        heading(2, "{{ rad.namn }}"),
        p(_FACTS, "Faktarad"),
        when(f"{account}.sammanfattning", block(f"{account}.sammanfattning")),
        when(
            "rad.insatser",
            table(
                "Insatser i {{ rad.namn }}",
                ("Insats", "Kategori", "Status", "Belopp, kr", "Resultat"),
                (20, 13, 12, 9, 18),
                "insats",
                "rad.insatser",
                (
                    "{{ insats.insats }}",
                    "{{ insats.kategori }}",
                    "{{ insats.status }}",
                    "{{ insats.belopp }}",
                    "{{ insats.resultat }}",
                ),
                align="lllrl",
                total=("Summa", "", "", "{{ rad.använt }}", ""),
            ),
        ),
        labelled("Resultat", f"{account}.resultat"),
        labelled("Skäl till överföring", f"{account}.skäl_till_överföring"),
        labelled("Samverkan", f"{account}.samverkan"),
        labelled("Nästa år", f"{account}.nästa_år"),
    )
    waiting = "{{ rad.namn }}, {{ rad.att_använda }}\u00a0kr att använda"
    return (
        heading(1, "Länens redovisningar")
        + when("not län", p("Inga län är införda ännu."))
        + loop("rad", "län", when(reported, *each))
        + when(
            "summor.saknade_totalt|string != '0'",
            heading(2, "Län som inte har redovisat ännu"),
            loop("rad", "län", when(f"not ({reported})", p(waiting, "List Bullet"))),
        )
    )
