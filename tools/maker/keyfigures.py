"""The page that the report opens with: three sentences, six figures, and the areas in a table and a chart."""

from __future__ import annotations

from tools.maker.markup import Tile, block, heading, p, table, tiles, when
from tools.maker.parts import (
    POSTS,
    SOURCES,
    activities,
    counted,
    days,
    known,
    lacking,
    noun,
    outside_the_sum,
    sum_label,
)

_STATUSES = (
    "{% for status in statusar %}"
    "{% if loop.last and not utan_status and not loop.first %} och {% elif not loop.first %}, {% endif %}"
    "{{ status.antal }}\u00a0{{ status.namn|lower }}{% endfor %}"
    "{% if utan_status %} och {{ utan_status }}\u00a0saknar status ännu{% endif %}"
)
STATUS_SENTENCE = (
    "{% if statusar %}Planen har " + activities() + ": " + _STATUSES + "."
    "{% else %}Planen har " + activities() + ". Ingen av dem har fått någon status ännu.{% endif %}"
)
"""How many activities have each status; those without one are counted too."""

_TOLD = counted("summor.dagar_utfall", "arbetsdag redovisad", "arbetsdagar redovisade")
_WAIT = "; {{ utan_dagar }}\u00a0av aktiviteterna har inte redovisat sina"
_TOOK = "Arbetet tog " + days("summor.dagar_utfall") + "."
_DAYS_SENTENCE = (
    "{% if har_dagutfall and luckor.dagar.finns %}{% if utan_dagar %}Hittills är "
    f"{_TOLD}{_WAIT}.{{% else %}}{_TOOK}{{% endif %}}"
    "{% elif har_dagutfall and not har_dagar %}{% if utan_dagar %}Hittills är "
    f"{_TOLD}.{{% else %}}{_TOOK}{{% endif %}}"
    # Not "618 av 755": those days were planned otherwise than the 755, which are those of all activities.
    f"{{% elif har_dagutfall and utan_dagar %}}Hittills är {_TOLD}{_WAIT}. Hela planen är på "
    + days("summor.dagar")
    + ".{% elif har_dagutfall %}Arbetet tog {{ summor.dagar_utfall }} av "
    + days("summor.dagar", "planerad arbetsdag")
    + ".{% elif luckor.dagar.finns %}Planen omfattar "
    + days("luckor.dagar.summa")
    + " för "
    + activities("luckor.dagar.delar")
    + ".{% elif har_dagar %}Planen omfattar "
    + days("summor.dagar")
    + ".{% endif %}"
    + lacking("dagar", "Planerade dagar")
)
_MONEY_SENTENCE = (
    "{% if har_utfall and luckor.budget.finns %}Utgifterna är {% if oredovisade %}hittills {% endif %}"
    "{{ summor.utfall }}\u00a0kr."
    "{% elif har_utfall and oredovisade and summor.utfall|string == '0' %}Så här långt är {{ summor.utfall }}\u00a0kr "
    "införda som utgifter."
    "{% elif har_utfall and oredovisade %}Så här långt är {{ andel_utfall }} av budgeten redovisad som utgifter."
    + outside_the_sum(sum_="summan i tabellen över budget och utfall")
    + "{% elif har_utfall %}Utgifterna blev {{ summor.utfall }}\u00a0kr, {{ andel_utfall }} av budgeten."
    "{% elif luckor.budget.alla %}Inga utgifter är införda ännu."
    "{% elif luckor.budget.finns %}Budgeten är {{ luckor.budget.summa }}\u00a0kr för "
    + counted("luckor.budget.delar", *POSTS)
    + ", och inga utgifter är införda ännu."
    "{% elif poster %}Budgeten är {{ summor.budget }}\u00a0kr, och inga utgifter är införda ännu.{% endif %}"
    + lacking("budget", "Budget")
)


def year_in_figures() -> str:
    """The opening page; nothing of it for a plan without activities."""
    return when(
        "har_aktiviteter",
        heading(1, "Året i siffror", break_before=True),
        figures(),
        _areas(),
        block("diagram_områden"),
    )


def figures() -> str:
    """Three sentences and six figures of the year."""
    return (
        p(
            STATUS_SENTENCE
            + after_space("har_dagutfall or har_dagar or luckor.dagar.finns", _DAYS_SENTENCE)
            + after_space("har_utfall or poster", _MONEY_SENTENCE),
            "Ingress",
        )
        + tiles("Arbetet {{ år }} i siffror", _WORK)
        + when("poster", tiles("Pengarna {{ år }} i siffror", _MONEY))
    )


def after_space(told: str, sentence: str) -> str:
    """The sentence and the space before it, where there is something to tell."""
    return f"{{% if {told} %}} {sentence}{{% endif %}}"


_WORK = (
    Tile(
        "Aktiviteter",
        "{{ summor.aktiviteter }}",
        "varav {{ summor.prioriterade }} " + noun("summor.prioriterade", "prioriterad", "prioriterade"),
    ),
    Tile(
        "{% if statusar %}{{ som_planerat.namn }}{% else %}Utan status ännu{% endif %}",
        "{% if statusar %}{{ som_planerat.antal }}{% else %}{{ utan_status }}{% endif %}",
        "av {{ summor.aktiviteter }}{% if statusar and utan_status %}, {{ utan_status }} saknar status{% endif %}",
    ),
    Tile(
        "{% if har_dagutfall %}Arbetsdagar, utfall{% else %}Arbetsdagar, plan{% endif %}",
        "{% if har_dagutfall %}{{ summor.dagar_utfall }}{% elif har_dagar %}"
        + known("dagar")
        + "{% else %}–{% endif %}",
        "{% if har_dagutfall and luckor.dagar.finns %}planerade dagar finns för {{ luckor.dagar.delar }}"
        "{% elif har_dagutfall and har_dagar and utan_dagar %}hittills; hela planen är {{ summor.dagar }}"
        "{% elif har_dagutfall and har_dagar %}av {{ summor.dagar }} planerade"
        "{% elif har_dagutfall %}inga dagar är planerade"
        "{% elif luckor.dagar.finns %}för "
        + activities("luckor.dagar.delar")
        + "{% elif har_dagar %}utfall i dagar är inte redovisat"
        "{% else %}inga dagar är planerade{% endif %}",
    ),
)
_MONEY = (
    Tile(
        "Budget, kr",
        known("budget"),
        "{% if luckor.budget.finns %}för "
        + counted("luckor.budget.delar", *POSTS)
        + "{% else %}"
        + counted("poster|length", *POSTS)
        + "{% endif %}",
    ),
    Tile(
        "{% if har_utfall %}Utgifter, kr{% elif väntad_finansiering or osäker_finansiering %}"
        "Beslutad finansiering, kr{% else %}Finansiering, kr{% endif %}",
        "{% if har_utfall %}{{ summor.utfall }}{% else %}" + known("finansiering") + "{% endif %}",
        "{% if har_utfall and luckor.budget.finns %}{% if oredovisade %}hittills{% endif %}"
        "{% elif har_utfall %}{{ andel_utfall }} av budgeten{% if oredovisade %}, hittills{% endif %}"
        "{% elif luckor.finansiering.finns %}från "
        + counted("luckor.finansiering.delar", *SOURCES)
        + "{% else %}från "
        + counted("källor|length", *SOURCES)
        + "{% endif %}",
    ),
    Tile(
        "{% if har_utfall and not oredovisade %}Kvar av årets medel, kr{% else %}Poster att redovisa{% endif %}",
        "{% if har_utfall and not oredovisade %}{{ summor.ej_förbrukat_året }}{% else %}{{ poster_kvar }}{% endif %}",
        "{% if har_utfall and not oredovisade %}{% if not luckor.finansiering.finns %}av {{ årets_medel }}{% endif %}"
        "{% else %}av {{ poster|length }}{% endif %}",
    ),
)


_SUM_OF_DAYS = sum_label("dagar", "aktivitet med planerade dagar", "aktiviteter med planerade dagar")
_DAYS_HEAD = "{% if utan_dagar %}Dagar hittills{% else %}Dagar, utfall{% endif %}"


def _areas() -> str:
    return when(
        "har_dagutfall",
        table(
            "Områdena {{ år }}",
            ("Område", "Aktiviteter", "Med status", "Planerade dagar", _DAYS_HEAD),
            (13, 6, 6, 6, 6),
            "område",
            "områden",
            (
                "{{ område.namn }}", "{{ område.antal }}", "{{ område.besvarade }}", "{{ område.summa_dagar }}",
                "{% if område.dagar_utfall %}{{ område.dagar_utfall }}{% else %}–{% endif %}",
            ),
            align="lrrrr",
            total=(
                _SUM_OF_DAYS, "{{ summor.aktiviteter }}",
                "{{ summor.besvarade }}", known("dagar"),
                "{{ summor.dagar_utfall }}",
            ),
        ),
    ) + when(
        "not har_dagutfall and områden",
        table(
            "Områdena {{ år }}",
            ("Område", "Aktiviteter", "Med status", "Planerade dagar"),
            (13, 6, 6, 6),
            "område",
            "områden",
            ("{{ område.namn }}", "{{ område.antal }}", "{{ område.besvarade }}", "{{ område.summa_dagar }}"),
            align="lrrr",
            total=(
                _SUM_OF_DAYS, "{{ summor.aktiviteter }}",
                "{{ summor.besvarade }}", known("dagar"),
            ),
        ),
    )  # fmt: skip
