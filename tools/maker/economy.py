"""The economy of the report: one page with text, table, what deviates and funding; the expenses in an appendix."""

from __future__ import annotations

from tools.maker.markup import block, heading, p, table, when
from tools.maker.parts import (
    POSTS,
    appendix,
    funding_lines,
    kinds_of_work,
    known,
    money,
    outside_the_sum,
    spent_of_posts,
    sum_label,
    sum_of_posts,
)

_UNSPENT = (
    "{% if har_utfall and oredovisade %} Ännu inte redovisat: {{ oredovisade_poster }}."
    + outside_the_sum()
    + " Hur mycket av medlen som inte är förbrukat går att säga när alla poster är redovisade."
    "{% elif har_utfall and not luckor.finansiering.finns and not årets_medel_hela %}"
    " Hur mycket av årets medel som inte är förbrukat går att säga när slag av medel är ifyllt för varje källa."
    "{% elif har_utfall and not luckor.finansiering.finns %}"
    " Av årets medel är {{ summor.ej_förbrukat_året }}\u00a0kr inte förbrukade"
    "{% if summor.ej_förbrukat|string != summor.ej_förbrukat_året|string %}, och av alla beslutade medel "
    "{{ summor.ej_förbrukat }}\u00a0kr{% endif %}.{% endif %}"
)


_TITLED = "texter.berattelse_ekonomi.text and texter.berattelse_ekonomi.rubrik"
_TITLE = f"{{% if {_TITLED} %}}{{{{ texter.berattelse_ekonomi.rubrik }}}}{{% else %}}Ekonomi{{% endif %}}"


def economy() -> str:
    """Text, table of budget and outcome, comments, what deviates, funding, kinds of work.

    It is kept on one page, as every chapter with a chart is that has room on one.
    """
    return (
        heading(1, _TITLE)
        + when("texter.berattelse_ekonomi.text", block("texter.berattelse_ekonomi.text"))
        + when("not har_utfall", p("Inga utgifter är införda ännu."))
        + when("poster and not har_utfall", _planned())
        + when("har_utfall", outcome(), block("diagram_avvikelse"), when("kommentarer", block("kommentarer")))
        + funding_lines(_UNSPENT)
        + kinds_of_work()
    )


def _planned() -> str:
    """The budget post by post: what each is for stands in the plan."""
    return table(
        "Budget {{ år }}",
        ("Post", "Budget, kr"),
        (3, 1),
        "post",
        "poster",
        ("{{ post.namn }}", money("post.budget")),
        align="lr",
        total=(sum_label("budget", *POSTS), known("budget")),
    )


def outcome() -> str:
    """The table of budget and outcome, post by post."""
    return table(
        "Budget och utfall {{ år }}",
        ("Post", "Budget, kr", "Utfall, kr", "Använt", "Avvikelse, kr"),
        (19, 12, 16, 8, 16),
        "post",
        "poster",
        (
            "{{ post.namn }}",
            money("post.budget"),
            money("post.utfall"),
            "{{ post.andel }}",
            money("post.avvikelse"),
        ),
        align="lrrrr",
        total=(
            sum_of_posts(),
            known("budget"),
            spent_of_posts(),
            "{% if oredovisade %}{{ andel_redovisat }}{% else %}{{ andel_utfall }}{% endif %}",
            money("avvikelse"),
        ),
    )


def expenses() -> str:
    """The appendix with each expense of the posts that have several."""
    return when(
        "utgifter",
        appendix("Utgifter"),
        table(
            "Utgifter {{ år }}",
            ("Post", "Utgift", "Belopp, kr"),
            (5, 9, 3),
            "utgift",
            "utgifter",
            ("{{ utgift.postens_namn }}", "{{ utgift.text }}", money("utgift.belopp")),
            align="llr",
        ),
    )
