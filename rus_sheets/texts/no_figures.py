"""Numbers that are no figures: years, dates, times, numbering, references, names, numbers of telephones and records."""

from __future__ import annotations

import re
from functools import lru_cache

from rus_sheets.book.numberwords import A_NUMBER_IN_WORDS

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:s)?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_DAY = r"(?:[12]?\d|3[01])/(?:1[0-2]|[1-9])"
_NUMBER = r"\d+(?:[.:]\d+)*[a-zåäö]?\b"
_NUMBERS = rf"{_NUMBER}(?:(?:\s?[–-]\s?|,\s?|\s(?:och|samt|till|eller|respektive)\s){_NUMBER})*"
"""``3``, ``3–5``, ``2, 4 och 5``, ``2.1``, ``4 a``."""
_REFERRED = (
    r"tabell(?:en|er|erna)?|figur(?:en|er|erna)?|diagram(?:met|men)?|bild(?:en|er)?|bilag(?:a|an|or|orna)|sid(?:a|an|or|orna)?\.?|s\."
    r"|nr\.?|nummer|kap(?:itel|itlet|\.)?|del(?:en|ar|mål)?|mål(?:en|et)?|punkt(?:en|er|erna)?|version|steg"
    r"|fas|etapp|prioritet|prio|klass|nivå|artikel|avsnitt(?:et|en)?|rad"
    r"|kolumn|vecka|vecko(?:r|rna)|v\.|rum|sal|våning|fråg(?:a|an|or|orna)|uppgift|alternativ"
    r"|scenario|moment|paragraf(?:en)?|stycke|not|ruta|årskurs|kvartal|projekt|grupp|område|aktivitet|indikator|budskap"
    r"|rapport|uppdrag|anslags(?:post|nr)?|ap\.|arbetspaket|spår|tema|modul|omgång|rond|box|agenda|horisont|natura|iso|office|windows|covid|life|interreg|§+"
)
_NO_FIGURE = re.compile(
    "|".join(
        (
            r"\S*(?:://|www\.|@)\S*",  # addresses
            r"\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b",  # dates
            rf"\b(?:den\s+)?\d{{1,2}}(?::[ae])?(?:(?:\s?[–-]\s?|\s(?:och|till|eller)\s|,\s)\d{{1,2}}(?::[ae])?)*\s+{_MONTH}\.?(?:\s+(?:19|20)?\d\d\b)?",
            rf"\b{_MONTH}\.?\s+'?\d\d\b|\bden\s+\d{{1,2}}(?::[ae])?\b(?:\s?[–-]\s?\d{{1,2}}\b)?",
            rf"(?<![\d/]){_DAY}(?:\s?[–-]\s?{_DAY})?(?![\d/])",
            r"\bkl(?:ockan)?\.?\s*\d{1,2}(?:[.:]\d\d)?(?:(?:\s?[–-]\s?|\s(?:och|till)\s)\d{1,2}(?:[.:]\d\d)?)?\b",
            # times
            r"\b(?:vardag|helgfri|mån|tis|ons|tors|fre|lör|sön)\w*\.?(?:\s?[–-]\s?\w+)?,?\s+\d{1,2}\s?[–-]\s?\d{1,2}\b(?!\s*\w)",
            r"\b\d{1,2}:\d\d(?:\s?[–-]\s?\d{1,2}:\d\d)?\b|\b\d{1,2}\.\d\d\s?[–-]\s?\d{1,2}\.\d\d\b",
            r"(?<![\d,.])(?:19|20)\d\d(?:\s?[–/-]\s?(?:(?:19|20)\d\d|\d\d))?\b(?![.,]?\d)",  # years
            rf"\b(?:senaste|närmaste|kommande|första|sista|nästa|gångna)\s+(?:\d+|{A_NUMBER_IN_WORDS})\s+år\w*",
            rf"\b(?:\d+|{A_NUMBER_IN_WORDS})\s+år(?:en)?\s+(?:sedan|gam\w+|framåt|tillbaka)\b",
            rf"\b(?:inom|efter|senast|varje|om|var|vart)\s+(?:\d+|{A_NUMBER_IN_WORDS})\s+(?:timm|veck|månad|dygn|minut|år|dag)\w*",
            r"(?:\+\d\d[\s(]*|\b0)\d{1,3}\)?\s?[-–/ ]?\s?\d{2,3}(?:[ \u00a0-]?\d{2,3}){1,3}\b",  # telephones
            r"\b(?:tel(?:efon)?(?:nummer)?|mobil|fax|växel|vx)\b\.?:?\s*[\d +()–-]{5,}",
            r"\b(?:ankn(?:ytning)?|bankgiro|plusgiro|bg|pg)\b\.?:?\s*\d[\d-]{2,}",
            r"(?-i:\b\d{3} ?\d\d\s+[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]+)|\b\d{6}[-–]\d{4}\b",  # addresses and numbers of companies
            r"\b(?:dnr|diarienr|diarienummer|ärende(?:nr|nummer)?|ref(?:erens)?(?:nr|nummer)?|isbn|issn|doi|prop|sfs|sou|ds)\b\.?:?\s*[\w:/.–-]*\d[\w:/.–-]*",
            r"(?<![\w,.])\d+(?:[/:]\d+)+\b|(?<![\w,.])\d+(?:-\d+){2,}\b|\(\d{4}:\d+\)",
            rf"\b(?:budskap|bilag\w+|nr|nummer|sid\w*|tabell|figur|kapitel|avsnitt|artikel|fråga|vecka):\s*{_NUMBERS}",
            rf"\b(?:{_REFERRED})\s*{_NUMBERS}(?!,\d)|§+\s*{_NUMBERS}|\b{_NUMBERS}(?:\s[a-z])?\s*(?:§|kap\b)",
            r"\bsid\w*\.?\s*\d+\s*(?:av|\(|/)\s*\d+\)?|\t\d{1,3}\s*$",  # pages
            r"^\s*\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|^\s*\d{1,2}(?:\.\d{1,2})+\s",  # numbering
            r"[\[]\d{1,3}[\]]",  # notes
            r"\b\d+-tals\b|\b1\d\d0-tal\w*",
            r"\b\d+:(?:[ae]|an|en|or)\b|(?<![\w,.])\d+(?:,\d+)?[-\u2011](?!tal)[a-zåäö]+",  # ordinals, compounds
        )
    ),
    re.IGNORECASE,
)

_LISTED = re.compile(r"\(\d\)")
"""``(1) planera, (2) följa upp``."""


@lru_cache(maxsize=16)  # a text is looked through for bare figures, and then for other numbers
def no_figures(text: str) -> tuple[tuple[int, int], ...]:
    """Where in a text they stand."""
    listed = _LISTED.finditer(text) if "(1)" in text else ()
    return tuple(match.span() for matches in (_NO_FIGURE.finditer(text), listed) for match in matches)
