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


REACH = [
    # what is said, figures that make it right, figures that don't
    # days, posts, activities and kronor are said as they are
    ("680 dagar", (680, -680, 680.004), (680.5, 680.4, 679.99, 681)),
    ("680 arbetsdagar", (680,), (680.5,)),
    ("Arbetsdagar: 680", (680,), (680.5, 679.6)),
    ("680,5 dagar", (680.5, 680.54), (680, 681, 680.56)),
    ("14,25 dagar", (14.25, 14.254), (14.2, 14.26)),
    ("fjorton dagar", (14,), (14.4, 13.6)),
    ("två och en halv dag", (2.5,), (2, 3, 2.7)),
    ("fyra tjänster", (4,), (3.5, 4.4, 3.8)),
    ("24 aktiviteter", (24,), (24.4,)),
    ("4 512 000 kr", (4_512_000,), (4_512_000.4, 4_512_001, 4_512_499)),
    ("kr 250 000", (250_000,), (250_000.4, 250_400)),
    ("hundratusen kronor", (100_000,), (100_000.4, 100_400)),
    ("12,50 kr", (12.5, 12.504), (12.6, 13)),
    # thousands, millions and shares are rounded to the place that is said
    ("250 tkr", (250_000, 250_400, 249_600), (250_600, 249_400)),
    ("tkr 250", (250_000, 250_400), (250_600,)),
    ("5 tusen kronor", (5_000, 5_200), (5_300, 4_700)),
    ("4,5 miljoner kr", (4_512_000, 4_549_000, 4_451_000), (4_560_000, 4_440_000)),
    ("4,51 mkr", (4_512_000,), (4_516_000, 4_500_000)),
    ("fem miljoner kronor", (4_900_000, 5_200_000, 4_760_000), (4_500_000, 5_500_000, 4_740_000, 5_260_000)),
    ("fyra och en halv miljoner kronor", (4_512_000,), (4_560_000,)),
    ("3 procent", (2.6, 3.4), (3.6, 2.4)),
    ("Procent: 3", (2.6, 3.4), (3.6, 2.4)),
    ("3,5 %", (3.54,), (3.6, 3.4)),
    # about, both ways
    ("cirka 680 dagar", (680.5, 679.5, 693, 667), (694, 666)),
    ("ca 681 dagar", (680.5, 681.5), (680.4, 681.6)),
    ("cirka 10 dagar", (9, 12), (7, 14, 12.1)),
    ("ca 750 dagar", (755, 765, 735), (780, 766, 734)),
    ("ungefär 2 dagar", (1.7, 2.4), (1.5, 2.5)),
    ("cirka 4,5 miljoner kr", (4_512_000, 4_451_000), (4_560_000,)),
    ("ett femtiotal dagar", (47, 55), (40, 62)),
    ("några tiotal dagar", (9, 11), (14,)),
    # a bit more, a bit less
    ("drygt 680 dagar", (680, 680.5, 693), (679.9, 694)),
    ("drygt 100 dagar", (100, 115), (99, 92, 53, 140)),
    ("drygt 681 dagar", (681.5,), (680.5,)),
    ("drygt 4,5 miljoner kr", (4_512_000,), (4_499_000, 4_560_000)),
    ("knappt 681 dagar", (680.5, 681), (681.1, 680.4)),
    ("knappt 680 dagar", (675,), (680.5, 666)),
    ("knappt 100 dagar", (92, 100), (101, 79)),
    ("knappt fem miljoner kronor", (4_512_000,), (5_010_000, 4_400_000)),
    ("drygt ett femtiotal dagar", (47, 55), (40, 62)),
    # ranges
    ("700–800 dagar", (700, 755, 800), (699, 801)),
    ("800–700 dagar", (755,), (699, 801)),
    ("fyra-fem miljoner kronor", (4_000_000, 4_512_000, 5_200_000), (3_900_000, 5_300_000)),
]


@pytest.mark.parametrize(("text", "right", "wrong"), REACH)
def test_how_near_is_right(text: str, right: tuple[float, ...], wrong: tuple[float, ...]) -> None:
    stated = next(stated_figures(text))
    assert all(stated.fits([each]) for each in right)
    assert not any(stated.fits([each]) for each in wrong)


EITHER = ["ca", "ca.", "Cirka", "omkring", "kring", "ungefär", "runt", "cirka de"]
MORE = ["drygt", "dryga", "över", "strax över", "mer än", "fler än", "inte mindre än", "inte färre än", "minst"]
LESS = ["knappt", "knappa", "nästan", "närmare", "uppemot", "strax under", "mindre än", "färre än", "inte mer än",
        "inte fler än", "högst", "max", "max.", "maximalt"]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "less", "more"),
    [
        *((each, True, True) for each in EITHER),
        *((each, False, True) for each in MORE),
        *((each, True, False) for each in LESS),
        *((each, False, False) for each in ("", "blir", "under", "Malmökring", "av")),
    ],
)
def test_words_that_make_a_figure_round(words: str, less: bool, more: bool) -> None:
    stated = next(stated_figures(f"Det blev {words} 680 dagar."))
    assert (stated.fits([675]), stated.fits([680]), stated.fits([685])) == (less, True, more)
    assert stated.text == (f"{words} 680 dagar" if less or more else "680 dagar")
