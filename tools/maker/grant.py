"""The template of the summary of the county boards' accounts: the first one that is filled by the general context."""

from __future__ import annotations

from tools.maker.grantfigures import (
    AMOUNTS,
    BEGUN,
    CARRIED,
    DAYS,
    EFFORTS,
    GRANTED,
    LACKING,
    NOTHING,
    PARTLY,
    USED,
    WORKED,
    figures,
    granted,
)
from tools.maker.markup import block, contents, either, heading, loop, p, table, when
from tools.maker.parts import counted, cover, days, labelled, noun

_WAITING = "summor.saknade_totalt|string != '0'"
_DONE = "rad.redovisning.förs_över_till_nästa_år"
_SOME = (
    f"{{% if {PARTLY} %}}, {{% if summor.delvis_totalt|string != summor.besvarade_totalt|string %}}"
    "varav {{ summor.delvis_totalt }}{% elif summor.delvis_totalt|string == '1' %}men{% else %}alla{% endif %} "
    "bara delvis{% endif %}"
)
_NONE = "summor.besvarade_totalt|string == '0'"
_ALL = (
    "Alla {{ summor.län_totalt }}\u00a0län har "
    f"{{% if {PARTLY} %}}svarat, men {{% if summor.delvis_totalt|string == summor.besvarade_totalt|string %}}alla"
    "{% else %}{{ summor.delvis_totalt }} av dem{% endif %} har redovisat bara en del av medlen"
    "{% else %}redovisat{% endif %}."
)
"""All have answered: that isn't to say that they have accounted for all."""
_ANSWERED = (
    f"{{% if {_NONE} %}}Inget av de {{{{ summor.län_totalt }}}}\u00a0länen är klart med redovisningen ännu{{% else %}}"
    f"{{{{ summor.besvarade_totalt }}}} av {{{{ summor.län_totalt }}}}\u00a0län har redovisat{_SOME}{{% endif %}}."
)
_EFFORTS_WITHOUT = "{{ summor.insatser_totalt }}\u00a0insatser är redovisade, men alla utan belopp."
_SPENT = (
    f"{{% if {AMOUNTS}.alla %}} "
    + noun("summor.insatser_totalt", "En insats är redovisad, men utan belopp.", _EFFORTS_WITHOUT)
    + f"{{% elif {AMOUNTS}.finns %}} Det som är redovisat är {{{{ summor.använt_totalt }}}}\u00a0kr; belopp saknas för "
    + counted(f"{AMOUNTS}.utan", *EFFORTS)
    + ".{% else %} Det som är redovisat är {{ summor.använt_totalt }}\u00a0kr till "
    + counted("summor.insatser_totalt", *EFFORTS)
    + ".{% endif %}"
)
_OF_OTHERS = (
    f"{{% if not {_NONE} and {USED}.finns and {CARRIED}.finns and not {AMOUNTS}.finns and "
    f"{USED}.delar|string != {CARRIED}.delar|string %}}"
    f" Insatser är införda från {{{{ {USED}.delar }}}}\u00a0län; ett län har redovisat först när det står hur mycket "
    "som förs över.{% endif %}"
)
"""Why the efforts aren't of as many counties as have accounted, where they aren't."""
_ACCOUNTED = (
    f"{{% if not {NOTHING} %}}{_SPENT}{_OF_OTHERS}{{% endif %}}"
    f"{{% if summor.besvarade_totalt|string != '0' %}}{{% if {CARRIED}.finns %}} Hittills förs "
    "{{ summor.förs_över_totalt }}\u00a0kr över till nästa år."
    "{% else %} Till nästa år förs {{ summor.förs_över_totalt }}\u00a0kr över.{% endif %}{% endif %}"
    f"{{% if {DAYS} %}} Medlen har {{% if {WORKED}.finns %}}hittills {{% endif %}}betalat "
    + days("summor.arbetsdagar_totalt")
    + f"{{% if {WORKED}.finns and {WORKED}.delar|string != {CARRIED}.delar|string %}} i "
    f"{{{{ {WORKED}.delar }}}}\u00a0län{{% endif %}}.{{% endif %}}"
)
"""What is accounted for so far, and by how many counties; what isn't known isn't mentioned."""
_LEFT_PARTLY = (
    f"{{% if {PARTLY} and not luckor.kvar_delvis.finns %}} De som har redovisat bara delvis har "
    "{{ summor.kvar_delvis }}\u00a0kr kvar att redovisa.{% endif %}"
)
_LEFT_OVER = (
    "{% if summor.inte_redovisat_totalt|string != '0' and not luckor.inte_redovisat_totalt.finns "
    f"and not {AMOUNTS}.finns %}}"
    " Varken redovisat som använt eller som överfört: {{ summor.inte_redovisat_totalt }}\u00a0kr.{% endif %}"
)
_IS_LEFT = "summor.kvar_saknade|string != '0' and not luckor.kvar_saknade.finns"
_LEFT = f"{{% if {_IS_LEFT} %}} Där återstår {{{{ summor.kvar_saknade }}}}\u00a0kr att redovisa.{{% endif %}}"


def grant() -> str:
    """The body: cover, contents, the figures, per category, per county, and each county's own words."""
    return (
        cover("Länens användning av miljömålsmedlen {{ år }}", website=False)
        + contents("Innehåll")
        + when("not län", heading(1, "Året i siffror"), p("Inga län är införda ännu."))
        + when(f"län and not ({BEGUN})", heading(1, "Året i siffror"))
        + when(f"län and ({BEGUN})", heading(1, "Året i siffror", break_before=True))
        + when("län", _sentences(), figures())
        + when("inledning or medel_sammanlagt or samlad_bedömning", heading(1, "Inledning"))
        + when("inledning", block("inledning"))
        + _frame()
        + when("samlad_bedömning", heading(2, "Samlad bedömning"), block("samlad_bedömning"))
        + _categories()
        + when("län", _counties(), _each_county())
    )


def _frame() -> str:
    """What all the means of the year are divided into."""
    return when(
        "medel_sammanlagt",
        p(
            "För {{ år }} är medlen sammanlagt {{ medel_sammanlagt }}\u00a0kr."
            "{% if varav_rus and varav_länen %} Av dem går {{ varav_rus }}\u00a0kr "
            "till RUS och {{ varav_länen }}\u00a0kr till länen.{% endif %}"
        ),
    )


def _sentences() -> str:
    return (
        p(
            f"{{% if {GRANTED}.alla %}}Hur mycket länen har tilldelats är inte ifyllt ännu."
            f"{{% elif {GRANTED}.finns %}}{{{{ {GRANTED}.delar }}}}\u00a0län har tilldelats {{{{ {GRANTED}.summa }}}}"
            f"\u00a0kr. Tilldelade medel saknas för {{{{ {GRANTED}.saknas }}}}.{{% else %}}"
            "De {{ summor.län_totalt }}\u00a0länen har tilldelats {{ summor.tilldelat_totalt }}\u00a0kr. Med det som "
            "är överfört från förra året, {{ summor.överfört_totalt }}\u00a0kr, har de haft "
            "{{ summor.att_använda_totalt }}\u00a0kr att använda.{% endif %}"
        )
        + when(
            f"not ({_WAITING})",
            p(_ALL + _ACCOUNTED + _LEFT_OVER),
        )
        + when(
            _WAITING,
            p(_ANSWERED + _ACCOUNTED),
            when(
                f"not ({_NONE})",
                p("{{ summor.saknade_totalt }}\u00a0län har inte redovisat klart." + _LEFT + _LEFT_PARTLY),
            ),
            when(
                f"{_NONE} and not {NOTHING} and {_IS_LEFT}",
                p("Kvar att redovisa är {{ summor.kvar_saknade }}\u00a0kr."),
            ),
        )
    )


def _categories() -> str:
    return when(NOTHING, heading(1, "Vad medlen har använts till"), p("Ingen insats är redovisad ännu.")) + when(
        f"not {NOTHING}",
        # What is kept with a table that is kept with a chart is more than LibreOffice moves to the next page.
        heading(1, "Vad medlen har använts till", break_before=True),
        when(
            f"{_WAITING} or {PARTLY} or {AMOUNTS}.finns",
            p(_SHOWN + LACKING + _DASHES, keep=True),
        ),
        _by_category(),
        when(
            'summor_per.per_kategori.utan_status|string != "0"',
            p(
                "Av summan är {{ summor_per.per_kategori.utan_status }}\u00a0kr insatser som saknar status, och som "
                "inte står i någon av kolumnerna för status.",
                "Tabellnot",
            ),
        ),
        block("diagram.använt_per_kategori_kr"),
    )


_SHOWN = (
    "Tabellen {% if diagram.använt_per_kategori_kr %}och diagrammet {% endif %}visar de insatser som är redovisade."
)
_DASHES = f"{{% if {_WAITING} %}} Streck betyder att inget är redovisat ännu.{{% endif %}}"
_SUM_OF_AMOUNTS = (
    f"Summa{{% if {AMOUNTS}.finns and not {AMOUNTS}.alla %}}, belopp för "
    + counted(f"{AMOUNTS}.delar", *EFFORTS)
    + "{% endif %}"
)


def _by_category() -> str:
    return table(
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
        total=(
            _SUM_OF_AMOUNTS,
            "{{ summor_per.per_kategori.genomfört }}",
            "{{ summor_per.per_kategori.pågår }}",
            "{{ summor_per.per_kategori.inte_genomfört }}",
            "{{ summor_per.per_kategori.belopp_kr }}",
            "{{ summor_per.per_kategori.antal_insatser }}",
        ),
    )


def _county(name: str, letter: str = "") -> str:
    """A cell of a county's row: grey as long as the county hasn't accounted for anything."""
    cell = f"{{{{ rad.{name} }}}}{letter}"
    return f"{{% if rad.redovisad %}}{cell}{{% else %}}~~{cell}~~{{% endif %}}"


_SUM_OF_GRANTS = (
    f"Summa{{% if {GRANTED}.finns and not {GRANTED}.alla %}}, tilldelat till {{{{ {GRANTED}.delar }}}} län{{% endif %}}"
)


def _county_table(*, break_before: bool) -> str:
    return table(
        "Tilldelade och använda medel per län, kronor",
        ("Län", "Tilldelat", "Att använda", "Använt", "Förs över", "Dagar"),
        (23, 12, 12, 12, 12, 8),
        "rad",
        "summering.per_län",
        (
            _county("namn", " ({{ rad.id }})"),
            _county("tilldelat_kr"),
            _county("att_använda_kr"),
            _county("använt_kr"),
            _county("förs_över_kr"),
            _county("arbetsdagar"),
        ),
        align="lrrrrr",
        total=(
            _SUM_OF_GRANTS,
            granted("tilldelat_totalt"),
            granted("att_använda_totalt"),
            "{{ summor.använt_totalt }}",
            "{{ summor.förs_över_totalt }}",
            "{{ summor.arbetsdagar_totalt }}",
        ),
        break_before=break_before,
    )


def _counties() -> str:
    return (
        heading(1, "Medlen per län")
        # The map has room below the chart of categories; the table, which has not, begins the next page.
        + either(
            BEGUN,
            block("diagram.redovisningen_per_län") + _county_table(break_before=True),
            otherwise=_county_table(break_before=False),
        )
        + when(
            f"{BEGUN} and "
            f"({_WAITING} or {PARTLY} or {USED}.finns or {CARRIED}.finns or {WORKED}.finns or {AMOUNTS}.finns)",
            p(
                f"{{% if not ({USED}.finns or {CARRIED}.finns or {WORKED}.finns) %}}Summorna är det som hittills är "
                f"redovisat.{{% elif {USED}.delar|string == {CARRIED}.delar|string == {WORKED}.delar|string %}}"
                f"Summorna är det som {{{{ {USED}.delar }}}}\u00a0län har redovisat.{{% else %}}"
                f"Summorna är det som är redovisat: använt från {{{{ {USED}.delar }}}}\u00a0län, förs över från "
                f"{{{{ {CARRIED}.delar }}}}\u00a0län och dagar från {{{{ {WORKED}.delar }}}}\u00a0län.{{% endif %}}"
                + LACKING,
                "Tabellnot",
            ),
        )
        # Before anyone has accounted, it would show the table's figures once more.
        + when(BEGUN, block("diagram.att_använda_och_använt_per_län_kr"))
    )


_FACTS = (
    "Att använda{% if rad.luckor.att_använda %}: {{ rad.att_använda }}"
    "{% else %} {{ rad.att_använda }}\u00a0kr{% endif %}"
    "{% if rad.luckor.använt %}\u2002·\u2002Använt, kr: {{ rad.använt }}"
    "{% elif rad.använt %}\u2002·\u2002Använt {{ rad.använt }}\u00a0kr"
    "{% elif rad.redovisning.förs_över_till_nästa_år or rad.insatser %}"
    "\u2002·\u2002Använt, kr: ännu inte redovisat{% endif %}"
    "{% if rad.redovisning.förs_över_till_nästa_år %}\u2002·\u2002Förs över "
    "{{ rad.redovisning.förs_över_till_nästa_år }}\u00a0kr{% endif %}"
    "{% if rad.redovisning.arbetsdagar %}\u2002·\u2002"
    + days("rad.redovisning.arbetsdagar")
    + "{% elif rad.redovisning.förs_över_till_nästa_år %}\u2002·\u2002Arbetsdagar: ännu inte redovisade{% endif %}"
    "{% if rad.kontakt %}\nKontakt: {{ rad.kontakt }}{% endif %}"
)


_LEFT_BY = (
    "{{ rad.namn }}, {% if rad.redovisning.luckor.inte_redovisat %}hur mycket som är kvar är inte känt"
    "{% else %}{{ rad.redovisning.inte_redovisat }}\u00a0kr kvar att redovisa{% endif %}"
)


_ANSWERS = ("sammanfattning", "resultat", "arbetsdagar", "skäl_till_överföring", "samverkan", "nästa_år")
"""A county that has written in any of these has begun; it has accounted when it says what is carried over."""


def _each_county() -> str:
    account = "rad.redovisning"
    begun = " or ".join((*(f"{account}.{column}" for column in _ANSWERS), "rad.insatser", "rad.använt"))
    started = f"{begun} or {_DONE}"
    reported = (
        heading(2, "{{ rad.namn }}"),
        p(_FACTS, "Faktarad"),
        when(
            f"not {_DONE}",
            p("Redovisningen är inte klar: det står inte hur mycket som förs över till nästa år.", keep=True),
        ),
        when(f"{account}.sammanfattning", p(f"{{{{ {account}.sammanfattning }}}}", "Sammanfattning", keep=True)),
        when(
            "rad.insatser",
            table(
                "Insatser i {{ rad.namn }}",
                ("Insats", "Resultat", "Kategori", "Status", "Belopp, kr"),
                (20, 18, 13, 12, 9),
                "insats",
                "rad.insatser",
                (
                    "{{ insats.insats }}",
                    "{{ insats.resultat }}",
                    "{{ insats.kategori }}",
                    "{{ insats.status }}",
                    "{{ insats.belopp }}",
                ),
                align="llllr",
                total=(
                    "Summa{% if not " + _DONE + " and not rad.luckor.använt %} hittills{% endif %}",
                    "",
                    "",
                    "",
                    "{% if rad.använt %}{{ rad.använt }}{% else %}–{% endif %}",
                ),
            ),
        ),
        labelled("Resultat", f"{account}.resultat"),
        labelled("Skäl till överföring", f"{account}.skäl_till_överföring"),
        labelled("Samverkan", f"{account}.samverkan"),
        labelled("Nästa år", f"{account}.nästa_år"),
    )
    waiting = (
        "{{ rad.namn }}, {% if rad.luckor.att_använda %}att använda: {{ rad.att_använda }}{% else %}"
        "{{ rad.att_använda }}\u00a0kr att använda{% endif %}"
        "{% if " + begun + " %}; redovisningen är påbörjad{% endif %}"
    )
    return (
        heading(1, "Länens redovisningar")
        + when(f"not ({BEGUN})", p("Inget län har redovisat ännu. Vad varje län har att använda står i tabellen."))
        + when(
            f"({BEGUN}) and ({_WAITING})",
            heading(2, "Län som inte har redovisat klart"),
            loop("rad", "län", when(f"not {_DONE}", p(waiting, "List Bullet"))),
        )
        + when(
            PARTLY,
            heading(2, "Län som bara har redovisat en del"),
            loop("rad", "län", when("rad.läge.bara_delvis", p(_LEFT_BY, "List Bullet"))),
        )
        + loop("rad", "län", when(started, *reported))
    )
