"""The page that the summary of the county boards' accounts opens with."""

from __future__ import annotations

from tools.maker.markup import Tile, tiles, when
from tools.maker.parts import counted

NOTHING = "summor.insatser_totalt|string in ('0', '–')"
"""Is there no effort?"""
DAYS = "summor.arbetsdagar_totalt|string != '–'"
"""Has any county told its days?"""
BEGUN = f"(summor.besvarade_totalt|string != '0' or not {NOTHING} or {DAYS})"
"""Has any county accounted for anything?"""
GRANTED = "luckor.tilldelat_totalt"
USED = "luckor.använt_totalt"
CARRIED = "luckor.förs_över_totalt"
WORKED = "luckor.arbetsdagar_totalt"
AMOUNTS = "luckor.insatser_belopp"
EFFORTS = ("insats", "insatser")
PARTLY = "summor.delvis_totalt|string != '0'"
"""Has any county accounted for some of its means only?"""


def granted(total: str) -> str:
    """What the counties have been given; while it isn't known of all of them, what it comes to for the others."""
    gap = f"luckor.{total}"
    return f"{{% if {gap}.finns %}}{{{{ {gap}.summa }}}}{{% else %}}{{{{ summor.{total} }}}}{{% endif %}}"


def _counties(gap: str) -> str:
    """How many counties a sum is of so far; nothing once it is of all."""
    return f"{{% if {gap}.finns %}}hittills, från {{{{ {gap}.delar }}}} län{{% endif %}}"


LACKING = (
    f"{{% if {AMOUNTS}.alla %}} Inga belopp är ifyllda.{{% elif {AMOUNTS}.finns %}} Belopp saknas för "
    + counted(f"{AMOUNTS}.utan", *EFFORTS)
    + ".{% endif %}"
)
"""How many efforts have no amount; nothing once all have."""


def figures() -> str:
    """What there was to use and, once anything is accounted for, what became of it."""
    return tiles("Medlen {{ år }} i siffror", _GIVEN) + when(BEGUN, tiles("Redovisningen {{ år }} i siffror", _USED))


_GIVEN = (
    Tile(
        "Tilldelat, kr",
        granted("tilldelat_totalt"),
        f"till {{% if {GRANTED}.finns %}}{{{{ {GRANTED}.delar }}}}{{% else %}}"
        "{{ summor.län_totalt }}{% endif %} län",
    ),
    Tile("Överfört, kr", "{{ summor.överfört_totalt }}", "från förra året"),
    Tile(
        "Att använda, kr",
        granted("att_använda_totalt"),
        "{% if summor.saknade_totalt|string != '0' %}{{ summor.besvarade_totalt }} av {{ summor.län_totalt }}"
        f"{{% else %}}alla{{% endif %}} län har {{% if {PARTLY} %}}svarat{{% else %}}redovisat{{% endif %}}",
    ),
)
_USED = (
    Tile(
        "Använt, kr",
        "{{ summor.använt_totalt }}",
        f"{{% if {AMOUNTS}.alla %}}inga belopp är ifyllda"
        f"{{% elif {AMOUNTS}.finns %}}hittills, belopp för "
        + counted(f"{AMOUNTS}.delar", *EFFORTS)
        + f"{{% elif {USED}.finns %}}hittills, från {{{{ {USED}.delar }}}} län{{% elif {PARTLY} %}}hittills"
        "{% else %}alla län har redovisat{% endif %}",
    ),
    Tile("Insatser", "{{ summor.insatser_totalt }}", _counties("luckor.insatser_totalt")),
    Tile("Förs över till nästa år, kr", "{{ summor.förs_över_totalt }}", _counties(CARRIED)),
)
