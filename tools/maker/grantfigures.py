"""The page that the summary of the county boards' accounts opens with."""

from __future__ import annotations

from tools.maker.markup import Tile, tiles, when

BEGUN = "summor.besvarade_totalt|string != '0' or summor.insatser_totalt|string != '0'"
"""Has any county accounted for anything?"""
DAYS = "summor.arbetsdagar_totalt|string != '–'"
"""Has any county told its days?"""
PARTLY = "summor.delvis_totalt|string != '0'"
"""Has any county accounted for some of its means only?"""
_SO_FAR = (
    f"{{% if summor.saknade_totalt|string != '0' or {PARTLY} %}}hittills{{% else %}}alla län har redovisat{{% endif %}}"
)


def figures() -> str:
    """What there was to use and, once anything is accounted for, what became of it."""
    return tiles("Medlen {{ år }} i siffror", _GIVEN) + when(BEGUN, tiles("Redovisningen {{ år }} i siffror", _USED))


_GIVEN = (
    Tile("Tilldelat, kr", "{{ summor.tilldelat_totalt }}", "till {{ summor.län_totalt }} län"),
    Tile("Överfört, kr", "{{ summor.överfört_totalt }}", "från förra året"),
    Tile("Att använda, kr", "{{ summor.att_använda_totalt }}", "{{ summor.besvarade_totalt }} län har redovisat"),
)
_USED = (
    Tile("Använt, kr", "{{ summor.använt_totalt }}", _SO_FAR),
    Tile(
        "Insatser",
        "{{ summor.insatser_totalt }}",
        f"{{% if {DAYS} %}}{{{{ summor.arbetsdagar_totalt }}}} arbetsdagar{{% endif %}}",
    ),
    Tile("Förs över, kr", "{{ summor.förs_över_totalt }}", "till nästa år"),
)
