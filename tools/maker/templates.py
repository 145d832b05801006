"""Which templates there are."""

from __future__ import annotations

from tools.maker.application import application
from tools.maker.grant import grant
from tools.maker.newsletter import newsletter
from tools.maker.owners import owners
from tools.maker.package import package
from tools.maker.plan import plan
from tools.maker.report import report
from tools.maker.short import short
from tools.maker.years import years


def templates() -> dict[str, bytes]:
    """Each template's bytes by file name, and those of the page that goes with the mails."""
    return {
        "verksamhetsplan.docx": package("Verksamhetsplan", plan(), numbered=2),
        "verksamhetsberattelse.docx": package("Verksamhetsberättelse", report(), numbered=2),
        "arsredovisning-kort.docx": package("Text till länsstyrelsernas årsredovisningar", short(), cover=False),
        "ansokan.docx": package("Ansökan", application(), cover=False),
        "bidrag.docx": package("Länens användning av miljömålsmedlen", grant(), numbered=1),
        "aren.docx": package("Åren bredvid varandra", years(), cover=False),
        "nyhetsbrev.docx": package("Nyhetsbrev", newsletter(), cover=False),
        "till-ansvariga.docx": package("Till dig som är ansvarig", owners(), cover=False, running="Uppföljningen"),
    }
