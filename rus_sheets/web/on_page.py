"""What a text tells people to do in a terminal, said as it is done on the page.

Remedies are written once, for the command line; this is the one place where they are told otherwise. Only texts of our
own go through it, never what stands in a cell.
"""

from __future__ import annotations

import re

_BUTTON = "med knappen Fyll i och lägg tillbaka"
_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r":\s*rus-sheets validate [^\n]*?--fix --extend --amounts\b", f" {_BUTTON} och båda rutorna"),
        (r":\s*rus-sheets validate [^\n]*?--fix --(extend|amounts)\b", f" {_BUTTON} och rutan för det"),
        (r"\bMed validate --fix --amounts\b", f"{_BUTTON.capitalize()} och rutan för det"),
        (r" Med --dry-run visas vad som skulle\s+göras\.", " Först visas vad som skulle göras."),
        (r":\s*rus-sheets validate [^\n]*?--fix\b", f" {_BUTTON}"),
        (r"\banvänd --fix\b", f"gör det {_BUTTON}"),
        (r"\bmed --fix\b", _BUTTON),
        (r"\bmed rus-sheets new(?: --from)?", "med knappen Gör en ny arbetsbok på första sidan"),
        (r"\bmed rus-sheets merge … --conflicts\b", "genom att samla in svaren igen"),
        (r"\bmed rus-sheets merge … --decisions\b", "under Avgör"),
        (r"\bmed --conflicts och ett nytt filnamn, och välj där\b", "under Samla in, och välj i den nya filen"),
        (r"\bKör rus-sheets refresh\b", "Uppdatera"),
        (r"\bSe rus-sheets validate\b", "Se Kontrollera"),
        (r"\bmed rus-sheets split\b", "under Skicka ut"),
        (r"\butelämna --previous\b", "välj bort den"),
        (r" med --year\b", ""),
        (r" rus-sheets compare visar vad som skiljer\.", ""),  # there it is two years that are compared
    )
)


def on_page(text: object) -> str:
    """The text as the page says it."""
    said = str(text)
    for pattern, words in _WORDS:
        said = pattern.sub(words, said)
    return said
