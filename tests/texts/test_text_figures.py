"""Figures in running texts are read however people write them."""

from __future__ import annotations

import re

import pytest

from rus_sheets.book.numberwords import A_NUMBER_IN_WORDS, NUMBER_WORDS, value_of
from rus_sheets.texts.stated import Unit, is_about_other_year
from rus_sheets.texts.text_figures import stated_figures

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
    for pattern in (NUMBER_WORDS, A_NUMBER_IN_WORDS):
        assert [each for each in words if not re.fullmatch(pattern, each)] == []
    texts = [list(stated_figures(f"Det tog {each} arbetsdagar.")) for each in words if each != "ett"]
    assert [[stated.value for stated in each] for each in texts] == [[number] for number in numbers if number != 1]


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("tjugo-fem", "-dagars"),
        ("ett hundra och fem", " och sedan"),
        ("fyra och en halv", " dag"),
        ("en", " enda"),
        ("tre kvarts", ""),
    ],
)
def test_a_number_in_words_ends_where_its_words_do(words: str, rest: str) -> None:
    for pattern in (NUMBER_WORDS, A_NUMBER_IN_WORDS):
        found = re.match(pattern, f"{words}{rest}")
        assert found
        assert found[0] == words


@pytest.mark.parametrize("text", ["och", "halv", "sextant", "enda"])
def test_other_words_are_no_number(text: str) -> None:
    assert not re.match(A_NUMBER_IN_WORDS, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4,5 miljoner kronor", [("4,5 miljoner kronor", 4_500_000, Unit.MONEY)]),
        ("4.5 mkr", [("4.5 mkr", 4_500_000, Unit.MONEY)]),
        ("fyra och en halv miljoner kronor", [("fyra och en halv miljoner kronor", 4_500_000, Unit.MONEY)]),
        ("tre miljoner femtio kronor", [("tre miljoner femtio kronor", 3_000_050, Unit.MONEY)]),
        ("Inga arbetsdagar gick åt.", [("Inga arbetsdagar", 0, Unit.DAYS)]),
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
        ("53½ dagar, 4¼ arbetsd.", [("53½ dagar", 53.5, Unit.DAYS), ("4¼ arbetsd.", 4.25, Unit.DAYS)]),
        ("53 ½ dagar", [("53 ½ dagar", 53.5, Unit.DAYS)]),
        ("54* dagar, 55¹ dagar", [("54* dagar", 54, Unit.DAYS), ("55¹ dagar", 55, Unit.DAYS)]),
        ("54 heldagar, 54 arbets dagar", [("54 heldagar", 54, Unit.DAYS), ("54 arbets dagar", 54, Unit.DAYS)]),
        ("15 dagsverken", [("15 dagsverken", 15, Unit.DAYS)]),
        ("Det blev 297 tusen.", [("297 tusen", 297_000, Unit.MONEY)]),
        ("Det kom två tusen.", []),
        ("Budget (tkr): 4 600", [("tkr): 4 600", 4_600_000, Unit.MONEY)]),
        ("Budget, mkr: 4,6", [("mkr: 4,6", 4_600_000, Unit.MONEY)]),
        ("Dagar – 756", [("Dagar – 756", 756, Unit.DAYS)]),
        ("2 årsarbetskrafter", [("2 årsarbetskrafter", 2, Unit.POSTS)]),
        ("Antal dagar 54.", [("Antal dagar 54", 54, Unit.DAYS)]),
        ("Antalet aktiviteter är 29.", [("Antalet aktiviteter är 29", 29, Unit.ACTIVITIES)]),
        ("Tabellen har dagar 54.", []),
        ("Aktiviteterna är 29.", [("Aktiviteterna är 29", 29, Unit.ACTIVITIES)]),
        ("en 2-dagarskurs", []),
        ("en halv dag", [("en halv dag", 0.5, Unit.DAYS)]),
        ("två och en halv dag", [("två och en halv dag", 2.5, Unit.DAYS)]),
        ("aderton och förtio dagar", [("aderton och förtio dagar", 18, Unit.DAYS), ("förtio dagar", 40, Unit.DAYS)]),
        ("några tiotal dagar", [("några tiotal dagar", 10, Unit.DAYS)]),
        ("kr 2026 för resor", []),
        ("ett femtiotal dagar", [("ett femtiotal dagar", 50, Unit.DAYS)]),
        ("24 av 28 aktiviteter", [("24 av 28 aktiviteter", 24, "activities"), ("28 aktiviteter", 28, "activities")]),
        ("24 av planens aktiviteter", [("24 av planens aktiviteter", 24, Unit.ACTIVITIES)]),
        ("15 prioriterade aktiviteter", [("15 prioriterade aktiviteter", 15, Unit.ACTIVITIES)]),
        ("14 och 53 dagar", [("14 och 53 dagar", 14, Unit.DAYS), ("53 dagar", 53, Unit.DAYS)]),
        ("3 arb.dagar, 4 arb. dagar", [("3 arb.dagar", 3, Unit.DAYS), ("4 arb. dagar", 4, Unit.DAYS)]),
        ("Arbetsdagar: 53", [("Arbetsdagar: 53", 53, Unit.DAYS)]),
        ("Budget, kr: 4 500 000.", [("kr: 4 500 000", 4_500_000, Unit.MONEY)]),
        ("Antal aktiviteter (alla): 28 · PRIO", [("Antal aktiviteter (alla): 28", 28, Unit.ACTIVITIES)]),
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
        ("4 500,50 kr, 1 234 567,8 kr, 4.500,5 kr", [("4 500,50 kr", 4500.5, Unit.MONEY),
            ("1 234 567,8 kr", 1_234_567.8, Unit.MONEY), ("4.500,5 kr", 4500.5, Unit.MONEY)]),
        ("hundra och tjugo dagar", [("hundra och tjugo dagar", 120, Unit.DAYS)]),
        ("tusen och tjugo dagar", [("tusen och tjugo dagar", 1020, Unit.DAYS)]),
        ("ett halvt procent", [("ett halvt procent", 0.5, Unit.PERCENT)]),
        ("2000 dagar", [("2000 dagar", 2000, Unit.DAYS)]),
        ("Budgeten för 2026 och 14 dagar", [("14 dagar", 14, Unit.DAYS)]),
        ("Under 1999 planerade aktiviteter", []),
        ("Det stod 3:-1 i matchen, 2,-4", []),
        ("Dagar: 3.4.2026 och framåt", []),
        ("dkr 500, nkr 300", []),
        ("kr 3D-kartor", []),
        ("12 000 kr 300 deltagare", [("12 000 kr", 12_000, Unit.MONEY)]),
        ("tusen kr 300 deltagare", [("tusen kr", 1_000, Unit.MONEY)]),
        ("5 miljoner kr 300 deltagare", [("5 miljoner kr", 5e6, Unit.MONEY)]),
        ("5 miljarder kr 300 deltagare", [("5 miljarder kr", 5e9, Unit.MONEY)]),
        ("Redovisas i tkr 53 dagar efter årets slut", [("53 dagar", 53, Unit.DAYS)]),
        ("en kvarts miljon kronor", [("en kvarts miljon kronor", 250_000, Unit.MONEY)]),
        ("tre kvarts miljon kronor", [("tre kvarts miljon kronor", 750_000, Unit.MONEY)]),
        ("250 000 €, EUR 300, 2 euro", [("250 000 €", 250_000, Unit.FOREIGN), ("2 euro", 2, Unit.FOREIGN),
            ("EUR 300", 300, Unit.FOREIGN)]),
    ],
)  # fmt: skip
def test_ways_of_writing(text: str, found: list[tuple[str, float, Unit]]) -> None:
    assert [(each.text, each.value, each.unit) for each in stated_figures(text)] == found


LISTED = ["14, 20 och 53 dagar", "14, 20 samt 53 dagar", "14, 20 respektive 53 dagar"]


@pytest.mark.parametrize("text", LISTED)
def test_the_unit_after_a_list_is_that_of_each(text: str) -> None:
    assert [(stated.value, stated.unit) for stated in stated_figures(text)] == [
        (14, Unit.DAYS),
        (20, Unit.DAYS),
        (53, Unit.DAYS),
    ]


@pytest.mark.parametrize("of", ["de 28", "totalt 28", "sammanlagt 28", "alla 28", "planens totalt 28"])
def test_a_part_and_what_it_is_part_of(of: str) -> None:
    assert [stated.value for stated in stated_figures(f"24 av {of} aktiviteter")] == [24, 28]
    assert [stated.value for stated in stated_figures("24 av tjugofem aktiviteter")] == [24, 25]


@pytest.mark.parametrize("word", ["st", "st.", "stycken", "planerade"])
def test_a_word_between_the_figure_and_its_unit(word: str) -> None:
    assert [stated.value for stated in stated_figures(f"Vi har 28 {word} aktiviteter.")] == [28]


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        *((label, Unit.DAYS) for label in ("Dagar", "Dagarna", "Persondagar", "Antalet arbetsdagar")),
        *((label, Unit.MONEY) for label in ("Kr", "Kronor", "Kronor (inkl. moms)")),
        *((label, Unit.POSTS) for label in ("Tjänster", "Heltidstjänster")),
        ("Procent", Unit.PERCENT),
    ],
)
@pytest.mark.parametrize(
    "is_", [":", " =", " är", " var", " blev", " blir", " har blivit", " uppgår till", " uppgick till"]
)
def test_the_unit_before_its_figure(label: str, unit: Unit, is_: str) -> None:
    assert [(stated.value, stated.unit) for stated in stated_figures(f"{label}{is_} 53.")] == [(53, unit)]


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        *((f"{word} 4,5", 4_500_000, Unit.MONEY) for word in ("mkr", "Mnkr", "MSEK")),
        ("mdkr 2", 2e9, Unit.MONEY),
        *((f"{word} 300", 300, Unit.FOREIGN) for word in ("EUR", "USD", "GBP", "€", "$", "£")),
    ],
)
def test_the_currency_before_its_figure(said: str, value: float, unit: Unit) -> None:
    assert [(stated.value, stated.unit) for stated in stated_figures(f"Det blev {said} till slut.")] == [(value, unit)]


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
    ("tre kvarts miljon kronor", (750_000, 754_000), (756_000,)),
    ("två och en halv dag", (2.5,), (2, 3, 2.7)),
    ("fyra tjänster", (4,), (3.5, 4.4, 3.8)),
    ("24 aktiviteter", (24,), (24.4,)),
    ("4 512 000 kr", (4_512_000,), (4_512_000.4, 4_512_001, 4_512_499)),
    ("kr 250 000", (250_000,), (250_000.4, 250_400)),
    ("hundratusen kronor", (100_000, 100_400), (100_600, 99_400)),
    ("12,50 kr", (12.5, 12.504), (12.6, 13)),
    # thousands, millions and shares are rounded to the place that is said
    ("250 tkr", (250_000, 250_400, 249_600), (250_600, 249_400)),
    ("tkr 250", (250_000, 250_400), (250_600,)),
    ("5 tusen kronor", (5_000, 5_200), (5_300, 4_700)),
    ("4,5 miljoner kr", (4_512_000, 4_549_000, 4_451_000), (4_560_000, 4_440_000)),
    ("0,5 mkr", (540_000, 460_000), (560_000, 440_000)),
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
    ("drygt 4,5 miljoner kr", (4_512_000, 4_590_000), (4_499_000, 4_610_000)),
    ("drygt 3,4 miljoner kr", (3_470_233,), (3_399_000, 3_510_000)),
    ("minst 40 dagar", (40, 47, 80), (39, 81)),
    ("färre än 50 dagar", (47, 25), (51, 24)),
    ("mellan 40 och 50 dagar", (40, 47, 50), (39, 51)),
    ("30 till 35 dagar", (30, 35), (29, 36)),
    ("under 200 000 kr", (133_617,), (200_001, 99_000)),
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


SAID = {
    Unit.DAYS: ["dag", "dagar", "dagarna", "dagars", "dagarnas", "dgr", "d", "arbetsdagar", "arb.dagar", "arb dagar",
                "persondagar", "mandagar", "heltidsdagar"],
    Unit.ACTIVITIES: ["aktivitet", "aktiviteter", "aktiviteterna"],
    Unit.POSTS: ["tjänst", "tjänster", "tjänsterna", "heltidstjänster"],
    Unit.PERCENT: ["%", "procent", "procents", "procentig", "procentiga", "procentigt"],
    Unit.FOREIGN: ["€", "$", "£", "euro", "eur", "usd", "gbp", "dollar", "miljoner euro", "milj. usd", "tusen euro",
                   "meuro", "t€"],
}  # fmt: skip
MONEY = {
    1: ["kr", "kronor", "sek", ":-", ",-", ":–", "KR"],
    1_000: ["tkr", "kkr", "tsek", "ksek", "tusen kr", "tusen kronor", "tusen sek"],
    1_000_000: ["mkr", "mnkr", "msek", "milj kr", "milj. kr", "miljoner kr", "miljon kronor", "miljoner sek",
                "miljoner", "miljoner till länen", "miljoner i år", "miljoner för länen", "miljoner från staten",
                "miljoner per år"],
    1_000_000_000: ["mdkr", "mdrkr", "md kr", "mdr kr", "mdr. kr", "miljarder kr", "miljard kronor", "miljarder"],
}  # fmt: skip


@pytest.mark.parametrize(("unit", "said"), [(unit, said) for unit, words in SAID.items() for said in words])
def test_each_word_for_a_unit(unit: Unit, said: str) -> None:
    assert [(each.value, each.unit) for each in stated_figures(f"Det blev 7 {said} till slut.")] == [(7, unit)]


@pytest.mark.parametrize(("scale", "said"), [(scale, said) for scale, words in MONEY.items() for said in words])
def test_each_word_for_money(scale: int, said: str) -> None:
    apart = "" if said[0] in ":," else " "
    found = [(each.value, each.unit) for each in stated_figures(f"Det blev 7{apart}{said}")]
    assert found == [(7 * scale, Unit.MONEY)]


@pytest.mark.parametrize("said", ["dagis", "krav", "krukor", "meter", "miljoner invånare", "procentenheter", "dagbok"])
def test_what_is_no_unit(said: str) -> None:
    assert list(stated_figures(f"Det blev 7 {said} till slut.")) == []


def _flags(text: str) -> tuple[bool, bool, bool]:
    stated = next(stated_figures(text))
    return stated.of_the_whole, stated.together, stated.in_range


@pytest.mark.parametrize(
    ("text", "whole", "together", "in_range"),
    [
        ("Det är 7 dagar.", False, False, False),
        *((f"{word} har 7 dagar.", True, False, False)
          for word in ("Planen", "Planens arbete", "Budgeten", "Hela laget")),
        *((f"{word} 7 dagar.", True, True, False) for word in ("Totalt", "Sammanlagt")),
        *((f"Det är 7 dagar {word}.", True, False, False)
          for word in ("totalt", "sammanlagt", "i planen", "i hela planen", "i allt")),
        ("Tillsammans har de 7 dagar.", False, True, False),
        ("Planen är klar. Det är 7 dagar.", False, False, False),
        ("Planen är klar\nDet är 7 dagar.", False, False, False),
        ("Planen (version 2.1) har 7 dagar.", True, False, False),
        *((f"Planen har {short}. 7 dagar.", True, False, False) for short in (
            "st", "inkl", "exkl", "ev", "bl", "t", "ex",
            "nr", "dnr", "resp", "s", "kl", "jfr", "m", "fl", "a", "osv", "dvs",
        )),
        *((f"{range_}", False, False, True) for range_ in (
            "Det är 5–7 dagar.", "Det är fem–sju dagar.", "Det är 5 till 7 dagar.", "Det är 5 eller 7 dagar.",
            "Det är 5 à 7 dagar.", "Det är mellan 5 och 7 dagar.", "Det är från 7 dagar.", "Det är 7 dagar till 9.",
            "Det är 7 dagar – 9.", "Det är 7 dagar eller 9.", "Det är 7 dagar à 9.",
        )),
    ],
)  # fmt: skip
def test_what_its_sentence_says(text: str, whole: bool, together: bool, in_range: bool) -> None:
    assert _flags(text) == (whole, together, in_range)


@pytest.mark.parametrize(
    ("words", "is_this_years"),
    [
        ("Det blev", True),
        ("Under 2026 blev det", True),
        *((f"Det blev 2000 {unit} och", True) for unit in ("kr", "kronor", "dagar", "dgr", "aktiviteter", "sek")),
        ("Under 1998 blev det", False),
        *((words, False) for words in (
            "Under 2025 blev det", "Från 2025 till 2026 blev det", "Förra året blev det", "Föregående år blev det",
            "Förrförra året blev det", "Nästa år blir det", "Kommande verksamhetsår blir det", "I fjol blev det",
            "Fjolårets arbete tog", "Fjolåret gav", "Året innan blev det", "Året före blev det", "Året efter blev det",
            "Nästa verksamhetsåret blev det",
        )),
    ],
)  # fmt: skip
def test_the_year_that_its_sentence_is_about(words: str, is_this_years: bool) -> None:
    text = f"{words} 14 dagar."
    assert list(stated_figures(text))[-1].is_of(2026) is is_this_years
    assert is_about_other_year(text, 2026) is (not is_this_years and "2026" not in text)


@pytest.mark.parametrize("number", ["12019 besök", "20195 besök", "2019,5 timmar", "2019.5 timmar", "512-2019"])
def test_what_is_no_year(number: str) -> None:
    assert next(stated_figures(f"Det tog 14 dagar, {number} i allt.")).is_of(2026)


def test_a_sentence_ends_before_the_next_which_may_be_about_another_year() -> None:
    stated = next(stated_figures("Planen är klar. Det blev 14 dagar. Under 2025 blev det fler."))
    assert stated.sentence.strip() == "Det blev 14 dagar"
    assert stated.is_of(2026)


@pytest.mark.parametrize(("text", "is_other"), [("2025–2027 blev det 14 dagar", True), ("2026, i 2025–2027", False)])
def test_several_years_are_about_another_unless_this_is_named_too(text: str, is_other: bool) -> None:
    assert is_about_other_year(text, 2026) is is_other


def test_a_workbook_without_a_year_says_nothing_of_other_years() -> None:
    text = "Under 2025 blev det 14 dagar."
    assert list(stated_figures(text))[-1].is_of(None)
    assert not is_about_other_year(text, None)


def test_the_latter_of_two_figures_with_their_units_is_in_a_range_too() -> None:
    assert list(stated_figures("Det är mellan 5 dagar och 7 dagar."))[-1].in_range


@pytest.mark.parametrize(
    ("figure", "cued", "is_near"),
    [(90, False, True), (111, False, True), (89, False, False), (80, False, False), (130, False, False),
     (130, True, True),
     (199, True, True), (201, True, False), (66, True, False)],
)  # fmt: skip
def test_a_figure_that_was_probably_meant(figure: float, cued: bool, is_near: bool) -> None:
    stated = next(stated_figures("Det blev 100 dagar."))
    found = stated.near([("Dagar", figure)], {Unit.DAYS: 5}, {Unit.DAYS: 0.12}, cued=cued)
    assert bool(found) is is_near
    assert stated.near([("Dagar", figure)], {Unit.DAYS: 101}, {Unit.DAYS: 0.12}, cued=cued) == []


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("fyrahundraåttiotretusen kronor", True),
        ("fyrahundraåttiotre tusen kronor", True),
        ("483 tusen kronor", True),
        ("fyrahundraåttiofyratusen kronor", False),
        ("483 000 kronor", False),
        ("fyrahundraåttiotretusen arbetsdagar", False),
    ],
)
def test_thousands_in_words_are_rounded_as_in_digits(text: str, is_right: bool) -> None:
    assert [stated.fits([483_050]) for stated in stated_figures(f"Det blev {text}.")] == [is_right]
