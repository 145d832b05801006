"""``docs/mallar.md``: how the secretariat changes a Word template, and which names there are.

The names are those that the example years give, so that the page says what the documents say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.names import names_in
from rus_sheets.resources import folder
from rus_sheets.schema.model import Document
from rus_sheets.usecases.opened.opening import open_book

_INTRO = """# Word-mallarna

Dokumenten skrivs från Word-mallarna i mappen `reports`. De är vanliga Word-filer som ni får ändra: omslag, ordning,
fasta texter, formatmallar, sidhuvud och sidfot. Listan med namn längst ned skapas ur programmet; ändra inte här.

## Gör så här

1. Kopiera mallen och öppna kopian i Word: `verksamhetsplan.docx`, `verksamhetsberattelse.docx`, `ansokan.docx` eller
   `arsredovisning-kort.docx`.
2. Ändra och spara.
3. Pröva den: `rus-sheets plan verksamhet-2026.xlsx --template min-mall.docx -o prov.docx`. Mallen kontrolleras innan
   den används. Alla fel visas på en gång, med stycket de står i och vad som troligen menades. Så länge något är fel
   skrivs inget dokument.

## Taggar

| Tagg | Vad den gör |
|---|---|
| `{{ titel }}` | skriver ett namn ur listan nedan, mitt i en mening eller ensamt |
| `{{p texter.om_planen.text }}` | skriver en text med stycken och listor; ensam i sitt stycke |
| `{%p if beslutad_av %}` … `{%p endif %}` | tar med styckena emellan bara om uppgiften finns; ensamma i sina stycken |
| `{% if belopp %}` … `{% endif %}` | detsamma inne i en mening |
| `{%p for område in områden %}` … `{%p endfor %}` | upprepar styckena emellan för varje område |
| `{%tr for post in poster %}` … `{%tr endfor %}` | upprepar en tabellrad; var sin egen rad i tabellen |

I en upprepning heter namnen efter det som upprepas: `{{ område.namn }}`, `{{ post.budget }}`. En kolumn heter som sin
rubrik i arbetsboken, med små bokstäver och `_` i stället för mellanslag och bindestreck: `{{ aktivitet.reda_pengar }}`.
En inställning heter som i bladet Inställningar, en text som sin nyckel: `om-planen` är `texter.om_planen`.

- Skriv taggen i ett drag och låt den ha ett enda utseende. Den text som kommer i stället får taggens utseende.
- Raka och böjda citattecken går lika bra, och Words rättstavning kan lämna sina streck under taggarna.
- Texterna ur arbetsboken använder formatmallarna Rubrik 1–4, Punktlista, Numrerad lista och Beskrivning. Utseendet
  ändrar ni i Word som vanligt. En formatmall som saknas läggs till så som den ser ut i vår mall.
- Mallen får vara .docx, .dotx eller .docm, också sparad som Strikt Open XML. Makron, signaturer, märket
  slutgiltig och skydd mot ändringar följer inte med, och det sägs.
- En numrerad lista i en upprepning börjar om i varje varv, om den har flera punkter i varvet. Är varven själva
  punkterna räknas den vidare.
- En uppgift ur arbetsboken sitter i en innehållskontroll som vet sin cell. Därför kan `rus-sheets verify` kontrollera
  den och `rus-sheets refresh` sätta in en ny, också i ett dokument som någon har skrivit i.
- Taggar fylls inte i i fotnoter, slutnoter, kommentarer, diagram, fältkoder och länkars adresser, inte heller i struken
  text (spårade ändringar) och i kontroller som Word själv fyller i. Kontrollen säger till om det står någon där.
- Omslaget har en plats för logotyp, överst, och en för en bild, under uppgifterna. Klicka på platsen i mallen och välj
  bild. Tomma syns de inte. Ge bilden en alternativtext, eller markera den som dekorativ.
- Rubrikerna numreras av Word, och bilagor har formatmallen Bilaga. Skriv inga nummer för hand.
- Nyhetsbrevet har tre mallar som säger detsamma: `nyhetsbrev.docx`, `nyhetsbrev.html` och `nyhetsbrev.txt`. Ändra dem
  där de ligger. De frågar efter `titel`, `kortnamn`, `organisation`, `inledning`, `avslutning` och `delar`. En del har
  `rubrik`, `lista` och `saker`, och en sak har `rubrik`, `fakta`, `ändrat`, `text` och `länk`.
- Ett färdigt dokument är ingen mall: där är uppgifterna redan ifyllda. Utgå från en mall.
- En mall kan visa namn, villkor och upprepningar. Beräkningar, anrop och annat som ett program kan göra tillåts inte.
- Låt tabeller ha en rubrikrad som upprepas och inga sammanslagna celler, och ge bilder en alternativtext. Då kan alla
  läsa dokumentet.
"""
_HOW_TO_READ = """`områden[].grupper[]` är varje grupp i varje område: `{%p for grupp in område.grupper %}` inne i
`{%p for område in områden %}`. Ett villkor används efter `if`. Stycken och listor skrivs med `{{p ... }}`."""
_ALL = "I alla dokument"
_TEXT = "text"


def as_markdown() -> str:
    """The page."""
    documents = _example(2026).declaration.document
    found = [(document, _names(document)) for document in documents]
    every = [names for _, names in found]
    common = {key: kind for key, kind in every[0].items() if all(key in names for names in every)}
    parts = [_INTRO, f"## Namnen\n\n{_HOW_TO_READ}\n", f"### {_ALL}\n", *_tables(common)]
    for document, names in found:
        parts.append(f"### {document.title.format(year='').strip()} (`{document.template}`)\n")
        parts += _tables({key: said for key, said in names.items() if key not in common})
    for other in _other_collections():
        for document in other.declaration.document:
            parts.append(f"### {document.title.format(year='').strip()} (`{document.template}`)\n")
            found_here = names_in(names_for(document, other))
            parts += _tables({(name.within, name.name): name.kind for name in found_here})
    return "\n".join(parts).rstrip() + "\n"


def _names(document: Document) -> Mapping[tuple[str, str], str]:
    """What each name is, by place and name: together what the example years have."""
    old, new = (_example(year) for year in (2022, 2026))
    found: dict[tuple[str, str], str] = {}
    for context in (names_for(document, new, old), names_for(document, old)):
        for name in names_in(context):
            key = name.within, name.name
            # A blank one says only that it is a text.
            if found.get(key, _TEXT) == _TEXT:
                found[key] = name.kind
    return found


def _other_collections() -> list[Book]:
    """The examples of the other declarations."""
    books = [open_book(path) for path in sorted(folder("examples").glob("*/*.xlsx"))]
    return [book for book in books if book.declaration.name != _example(2026).declaration.name]


@cache
def _example(year: int) -> Book:
    return open_book(Path(folder("examples") / str(year) / f"verksamhet-{year}.xlsx"))


def _tables(names: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The names of each place by what they are; places with the same names are told of together."""
    places: dict[str, dict[str, str]] = {}
    for (within, name), kind in names.items():
        places.setdefault(within, {})[name] = kind
    together: dict[tuple[str, ...], list[str]] = {}
    for within, of_place in places.items():
        together.setdefault(tuple(sorted(of_place)), []).append(within)
    for same in together.values():
        if same != [""]:
            yield f"{', '.join(f'`{within}`' for within in same)}:\n"
        by_kind: dict[str, list[str]] = {}
        for name, kind in places[same[0]].items():
            by_kind.setdefault(kind, []).append(f"`{name}`")
        yield "\n".join(f"- {kind}: {', '.join(of_kind)}" for kind, of_kind in by_kind.items()) + "\n"
