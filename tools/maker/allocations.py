"""Money set aside for activities: what each state comes to, the table of all, and that of one activity."""

from __future__ import annotations

from tools.maker.markup import p, table, when
from tools.maker.parts import appendix, money

_APART = (
    "{% if medelsummor.STATE %} WORD utöver det: {{ medelsummor.STATE.belopp }}"
    "{% if medelsummor.STATE.inte_känt %}, och {{ medelsummor.STATE.inte_känt }} utan känt belopp{% endif %}."
    "{% endif %}"
)
"""What isn't decided of a state, beside what is."""

_FROM = (
    "{% if rad.posten %}{{ rad.posten }}{% if rad.källa or rad.år %}. {% endif %}{% endif %}"
    "{{ rad.källa }}{% if rad.källa and rad.år %} {% endif %}{{ rad.år }}"
)
_HOW_MUCH = ("{{ rad.läge }}", money("rad.belopp"))

_SUMS = (
    "Beslutat: {{ medelsummor.beslutat }}{% for del in medelsummor.delar %}"
    "{% if loop.length == 1 %}, allt är {{ del.namn|lower }}{% else %}"
    "{% if loop.first %}, varav {% elif loop.last %} och {% else %}, {% endif %}"
    "{{ del.namn|lower }} {{ del.belopp }}{% endif %}{% endfor %}."
    + _APART.replace("STATE", "väntat").replace("WORD", "Väntat")
    + _APART.replace("STATE", "möjligt").replace("WORD", "Möjligt")
)


def allocated_sums() -> str:
    """What each state of such money comes to, and where it stands; nothing without any."""
    where = " Alla belopp står i bilagan Medel till aktiviteterna."
    return when("medel", p("**Medel till aktiviteterna.** " + _SUMS + where))


def allocated(*, sums: bool = False) -> str:
    """The appendix with all such money; with ``sums`` what each state comes to, where it isn't said before."""
    return when(
        "medel",
        appendix("Medel till aktiviteterna"),
        p(_SUMS) if sums else "",
        table(
            "Medel {{ år }}",
            ("Till aktivitet, och vad det avser", "Post, källa och år", "Läge", "Medel, kr"),
            (43, 30, 11, 16),
            "rad",
            "medel",
            ("{{ rad.aktiviteten }}{% if rad.avser %}: {{ rad.avser }}{% endif %}", _FROM, *_HOW_MUCH),
            align="lllr",
        ),
    )


def allocated_to_activity() -> str:
    """An activity's own, where there are several amounts, with what is decided of them."""
    return when(
        "aktivitet.medel",
        table(
            "Medel till {{ aktivitet.namn }}",
            ("Avser", "Post, källa och år", "Läge", "Medel, kr"),
            (33, 40, 11, 16),
            "rad",
            "aktivitet.medel",
            ("{{ rad.avser }}", _FROM, *_HOW_MUCH),
            align="lllr",
            total=("Beslutat", "", "", money("aktivitet.medel_beslutat")),
        ),
    )
