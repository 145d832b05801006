"""Figures in running texts are read however people write them."""

from __future__ import annotations

import re

import pytest

from rus_sheets.book.numberwords import NUMBER_WORDS, value_of
from rus_sheets.texts.text_figures import Unit, stated_figures

ONES = ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"]
TEENS = ["tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"]
TENS = ["tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"]


def in_words(number: int) -> str:
    """Swedish for 1-999 999, as it is written in one word."""
    if number >= 1000:
        return in_words(number // 1000) + "tusen" + (in_words(number % 1000) if number % 1000 else "")
    if number >= 100:
        return ONES[number // 100] + "hundra" + (in_words(number % 100) if number % 100 else "")
    if number >= 20:
        return TENS[number // 10 - 2] + (ONES[number % 10] if number % 10 else "")
    return (ONES + TEENS)[number]


@pytest.mark.parametrize("numbers", [range(1000), range(1000, 1_000_000, 997)], ids=["each", "thousands"])
def test_every_number_in_words(numbers: range) -> None:
    words = [in_words(number) for number in numbers]
    assert [value_of(each) for each in words] == list(numbers)
    assert [each for each in words if not re.fullmatch(NUMBER_WORDS, each)] == []
    texts = [list(stated_figures(f"Det tog {each} arbetsdagar.")) for each in words if each != "ett"]
    assert [[stated.value for stated in each] for each in texts] == [[number] for number in numbers if number != 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4,5 miljoner kronor", [("4,5 miljoner kronor", 4_500_000, Unit.MONEY)]),
        ("4.5 mkr", [("4.5 mkr", 4_500_000, Unit.MONEY)]),
        ("fyra och en halv miljoner kronor", [("fyra och en halv miljoner kronor", 4_500_000, Unit.MONEY)]),
        ("en miljon kronor", [("en miljon kronor", 1_000_000, Unit.MONEY)]),
        ("hundratusen kronor", [("hundratusen kronor", 100_000, Unit.MONEY)]),
        ("500 tusen kronor", [("500 tusen kronor", 500_000, Unit.MONEY)]),
        ("−12 000 kr, -12 000 kr", [("−12 000 kr", 12_000, Unit.MONEY), ("-12 000 kr", 12_000, Unit.MONEY)]),
        ("4\u2009500\u2009000 kr", [("4\u2009500\u2009000 kr", 4_500_000, Unit.MONEY)]),
        ("4\u202f500\u00a0000 kr", [("4\u202f500\u00a0000 kr", 4_500_000, Unit.MONEY)]),
        ("4.500.000 kr", [("4.500.000 kr", 4_500_000, Unit.MONEY)]),
        ("40 procent", [("40 procent", 40, Unit.PERCENT)]),
        ("40 %", [("40 %", 40, Unit.PERCENT)]),
        ("fyrtio procent", [("fyrtio procent", 40, Unit.PERCENT)]),
        ("14 d och 14 persondagar", [("14 d", 14, Unit.DAYS), ("14 persondagar", 14, Unit.DAYS)]),
        ("Fjorton dagars arbete", [("Fjorton dagars", 14, Unit.DAYS)]),
        ("en halv dag", [("en halv dag", 0.5, Unit.DAYS)]),
        ("två och en halv dag", [("två och en halv dag", 2.5, Unit.DAYS)]),
        ("ett femtiotal dagar", [("ett femtiotal dagar", 50, Unit.DAYS)]),
        ("24 av 28 aktiviteter", [("24 av 28 aktiviteter", 24, "activities"), ("28 aktiviteter", 28, "activities")]),
        ("24 av planens aktiviteter", [("24 av planens aktiviteter", 24, Unit.ACTIVITIES)]),
        ("15 prioriterade aktiviteter", [("15 prioriterade aktiviteter", 15, Unit.ACTIVITIES)]),
        ("14 och 53 dagar", [("14 och 53 dagar", 14, Unit.DAYS), ("53 dagar", 53, Unit.DAYS)]),
        ("3 arb.dagar, 4 arb. dagar", [("3 arb.dagar", 3, Unit.DAYS), ("4 arb. dagar", 4, Unit.DAYS)]),
        ("Arbetsdagar: 53", [("Arbetsdagar: 53", 53, Unit.DAYS)]),
        ("Budget, kr: 4 500 000.", [("kr: 4 500 000", 4_500_000, Unit.MONEY)]),
        ("Antal aktiviteter (alla): 28 · PRIO", [("aktiviteter (alla): 28", 28, Unit.ACTIVITIES)]),
        ("Dagar: 12 mars, aktiviteter: 3 kurser", []),
        ("Budgeten är 4,5 miljoner.", [("4,5 miljoner", 4_500_000, Unit.MONEY)]),
        ("4,5 milj. kr", [("4,5 milj. kr", 4_500_000, Unit.MONEY)]),
        ("4,5 miljoner invånare, i 2026 och 14 kommuner", []),
        ("700–800 dagar", [("700–800 dagar", 750, Unit.DAYS)]),
        ("en dag i maj, ett tvådagarsmöte, A14 dagar, Miljömålsdagarna", []),
        ("Under 2026 planerade aktiviteter", []),
        ("punkt 12, sidan 14, § 6", []),
        ("53 (femtiotre) dagar", [("53 (femtiotre) dagar", 53, Unit.DAYS)]),
        ("femtiotre (53) dagar", [("femtiotre (53) dagar", 53, Unit.DAYS)]),
        ("ett 53-dagars arbete", [("53-dagars", 53, Unit.DAYS)]),
        ("tjugo-fem dagar", [("tjugo-fem dagar", 25, Unit.DAYS)]),
        ("tjugofem-trettio dagar", [("tjugofem-trettio dagar", 27.5, Unit.DAYS)]),
        ("53\u00ad dagar", [("53\u00ad dagar", 53, Unit.DAYS)]),
        ("40-procentig, 40 procents", [("40-procentig", 40, Unit.PERCENT), ("40 procents", 40, Unit.PERCENT)]),
        ("kr 250 000, SEK 2,5 och tkr 250", [("kr 250 000", 250_000, Unit.MONEY), ("SEK 2,5", 2.5, Unit.MONEY),
            ("tkr 250", 250_000, Unit.MONEY)]),
        ("12 000 kr 2025, tusen kr 53 dagar", [("12 000 kr", 12_000, Unit.MONEY), ("tusen kr", 1_000, Unit.MONEY),
            ("53 dagar", 53, Unit.DAYS)]),
        ("5 miljarder kr, 2 mdr kr", [("5 miljarder kr", 5e9, Unit.MONEY), ("2 mdr kr", 2e9, Unit.MONEY)]),
        ("en kvarts miljon kronor", [("en kvarts miljon kronor", 250_000, Unit.MONEY)]),
        ("tre kvarts miljon kronor", [("tre kvarts miljon kronor", 750_000, Unit.MONEY)]),
        ("250 000 €, EUR 300, 2 euro", [("250 000 €", 250_000, Unit.FOREIGN), ("2 euro", 2, Unit.FOREIGN),
            ("EUR 300", 300, Unit.FOREIGN)]),
    ],
)  # fmt: skip
def test_ways_of_writing(text: str, found: list[tuple[str, float, Unit]]) -> None:
    assert [(each.text, each.value, each.unit) for each in stated_figures(text)] == found


def test_a_long_text_takes_little_time() -> None:
    text = "ett hundra tusen och ett hundra tusen och tjugo " * 4000
    assert list(stated_figures(text + "dagar"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("cirka 10 dagar", (9, 12), (7, 14)),
        ("drygt 100 dagar", (92, 115), (53, 140)),
        ("ca 750 dagar", (755,), (780,)),
        ("ett femtiotal dagar", (47, 55), (40, 62)),
        ("fem miljoner kronor", (4_900_000, 5_200_000), (4_500_000, 5_500_000)),
        ("fyra tjänster", (4,), (3.5, 4.4)),
        ("3 procent", (2.6, 3.4), (3.6,)),
    ],
)
def test_about_is_near(text: str, right: tuple[float, ...], wrong: tuple[float, ...]) -> None:
    stated = next(stated_figures(text))
    assert all(stated.fits([each]) for each in right)
    assert not any(stated.fits([each]) for each in wrong)
