"""Which of two figures in a sentence is said to be the plan's, and which the outcome's."""

from __future__ import annotations

import pytest

from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.text_figures import stated_figures
from rus_sheets.usecases.edited.two_figures import two_figures

SAID = [
    # the sentence, the plan's figure and the outcome's; none where nothing tells
    ("Det tog 53 dagar i stället för 55.", (55, 53)),
    ("Det tog 53 dagar istället för planerade 55.", (55, 53)),
    ("55 dagar planerades, men 53 användes.", (55, 53)),
    ("Av 55 dagar användes 53.", (55, 53)),
    ("53 dagar av 55 är använda.", (55, 53)),
    ("Vi gick från 55 till 53 dagar.", (55, 53)),
    ("De 55 planerade dagarna blev 53.", (55, 53)),
    ("Utfall/plan: 53/55 dagar.", (55, 53)),
    ("Plan (utfall): 55 (53) dagar.", (55, 53)),
    ("Det gick åt 53 dagar mot 55.", (55, 53)),
    ("Det blev 53 dagar, trots att 55 var avsatta.", (55, 53)),
    ("Kursen var 53 dagar och mötet 55 dagar.", None),
    ("53 dagar planerades för det ena och 55 dagar planerades för det andra.", None),
    ("53 dagar. 55 dagar.", None),
    ("53, 54 och 55 dagar användes av planens dagar.", None),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_what_is_said_of_two_figures(text: str, said: tuple[float, float] | None) -> None:
    stated = list(stated_figures(text))
    found = two_figures(text, [*stated, *bare_figures(text, stated)])
    assert (found and (found.plan.value, found.outcome.value)) == said


def test_a_change_may_be_from_last_year_to_this() -> None:
    (stated,) = stated_figures(text := "Budgeten höjdes från 40 till 53 dagar.")
    found = two_figures(text, [stated, *bare_figures(text, [stated])])
    assert found is not None
    assert (found.by_year, found.by_role) == (True, False)
