"""What several templates have in common: cover, sections from the table Texter, facts about an activity."""

from __future__ import annotations

from tools.maker.look import AREAS
from tools.maker.markup import block, either, heading, loop, p, table, when
from tools.maker.pictures import place


def cover(title: str, decided: str = "beslut", *, website: bool = True) -> str:
    """Places for a logo and a picture, organisation, title, who decided when. The art is in the first page's header.

    ``decided`` begins the names of the settings that tell: ``beslutad_av`` and ``beslutsdatum`` are the plan's.
    """
    by, on = f"{decided}ad_av", f"{decided}sdatum"
    return (
        place("Logotyp", "logotyp", 5, 1.7, 9101)
        + p("{{ kortnamn }}", "Omslag organisation")
        + p(title, "Title")
        + p("{{ organisation }}", "Subtitle")
        + when(by, p(f"Beslutad av\t{{{{ {by} }}}}", "Omslag uppgift"))
        + when(on, p(f"Beslutsdatum\t{{{{ {on} }}}}", "Omslag uppgift"))
        + when("diarienummer", p("Diarienummer\t{{ diarienummer }}", "Omslag uppgift"))
        + (when("webbplats", p("Webbplats\t{{ webbplats }}", "Omslag uppgift")) if website else "")
        + place("Omslagsbild", "omslagsbild", 15.5, 6, 9102)
    )


def area_heading() -> str:
    """The area's name on a band of its own colour; ``färg`` tells which of the four."""
    return "".join(
        when(f"område.färg == '{number}'", p("{{ område.namn }}", f"Område {number}"))
        for number in range(1, len(AREAS) + 1)
    )


def appendix(title: str) -> str:
    """The heading of an appendix, which Word numbers."""
    return p(title, "Bilaga")


def own_appendices(parts: str) -> str:
    """Those of people's own; ``parts`` are the lettered parts of an activity that stand in one."""
    return loop(
        "bilaga",
        "bilagor",
        appendix("{{ bilaga.rubrik }}"),
        when("bilaga.beslut_om_bilagan", p("{{ bilaga.beslut_om_bilagan }}", "Gruppnot")),
        when("bilaga.text", block("bilaga.text")),
        parts,
    )


def parts_elsewhere() -> str:
    """Where the parts of an activity stand that don't stand with it."""
    return when("aktivitet.delar_i_bilaga", p("Delarna står i bilagan {{ aktivitet.delar_i_bilaga }}."))


def parts_table(title: str, parts: str) -> str:
    """The parts of an activity with their results; nothing where it has none."""
    return when(
        parts,
        table(
            title,
            ("Del", "Plan", "Resultat"),
            (1, 7, 7),
            "del",
            parts,
            ("{{ del.beteckning }}", "{{ del.delaktivitet }}", "{{ del.resultat }}"),
        ),
    )


def section(title: str) -> str:
    """A heading of the second level within an appendix, without number."""
    return p(title, "Bilageavsnitt")


def text_section(key: str, *, level: int = 1, break_before: bool = False) -> str:
    """Heading and text of a row in the table Texter; nothing where there is no such text."""
    name = f"texter.{key}"
    return when(
        f"{name}.text",
        heading(level, "{{ " + name + ".rubrik }}", break_before=break_before),
        block(f"{name}.text"),
    )


def noun(name: str, one: str, many: str, is_one: str = "1") -> str:
    """The words for what a number counts: ``one`` where it is one, else ``many``."""
    return f"{{% if {name}|string == '{is_one}' %}}{one}{{% else %}}{many}{{% endif %}}"


def counted(name: str, one: str, many: str) -> str:
    """A number and what it counts, in words that fit one too. Every template says how many of something by this."""
    return f"{{{{ {name} }}}}\u00a0{noun(name, one, many)}"


def days(name: str, kind: str = "arbetsdag") -> str:
    """A number of days of work; ``kind`` is one of them (``planerad arbetsdag``)."""
    return counted(name, kind, kind.replace("ad ", "ade ") + "ar")


def activities(name: str = "summor.aktiviteter") -> str:
    """How many activities there are."""
    return counted(name, "aktivitet", "aktiviteter")


POSTS, SOURCES = ("post", "poster"), ("källa", "källor")
WITH_DAYS = ("aktivitet med dagar", "aktiviteter med dagar")
"""What budget, funding and days are sums of, in one and in several."""


CHANGE = "{% if aktivitet.ny %} [[Ny]]{% endif %}{% if aktivitet.ändringar %} [[Ändrad]]{% endif %}"
"""What became of an activity since last year's plan, in one word after its name."""


def statuses(of: str = "") -> str:
    """After how many activities there are: how many of each status, and of none. ``of`` is whose, ``föregående.``."""
    return (
        "{% if " + of + "statusar %}: {% for status in " + of + "statusar %}"
        "{{ status.antal }}\u00a0{{ status.namn|lower }}{% if not loop.last %}, {% endif %}{% endfor %}"
        "{% if " + of + "utan_status %}, {{ " + of + "utan_status }}\u00a0utan status ännu{% endif %}."
        "{% else %}. Ingen aktivitet har fått någon status ännu.{% endif %}"
    )


def sum_of_posts(of: str = "") -> str:
    """What heads the sums of budget and outcome; for as long as only some posts are accounted for it says so."""
    budget = "" if of else gap("budget", ", budget för " + counted("luckor.budget.delar", *POSTS))
    posts = f"{of}redovisade_poster"
    return (
        "Summa"
        + budget
        + f"{{% if {of}oredovisade %}}, utfall för {{{{ {posts} }}}} "
        + noun(posts, *POSTS, is_one="0 av 1")
        + "{% endif %}"
    )


def spent_of_posts(of: str = "") -> str:
    """The sum of the outcomes under that heading: of the posts that it counts."""
    return (
        "{% if " + of + "oredovisade %}{{ " + of + "redovisat_utfall }}{% else %}"
        "{{ " + (of or "summor.") + "utfall }}{% endif %}"
    )


def outside_the_sum(of: str = "", sum_: str = "tabellens summa") -> str:
    """What is known of posts where some expense has no amount, and so isn't in the table's sum; else nothing."""
    return (
        "{% if " + of + "oredovisade and " + of + "oredovisat_utfall|string != '0' %} {{ " + of + "oredovisat_utfall }}"
        f"\u00a0kr är införda på poster där någon utgift saknar belopp, och ingår inte i {sum_}.{{% endif %}}"
    )


def known(total: str) -> str:
    """A sum of the plan; while it isn't whole, what is there of it, under a label that says so (``sum_label``)."""
    return (
        "{% if luckor." + total + ".finns %}{{ luckor." + total + ".summa }}"
        "{% else %}{{ summor." + total + " }}{% endif %}"
    )


def sum_label(total: str, one: str, many: str) -> str:
    """What heads such a sum: ``Summa``, or ``Summa, 2 poster`` while it isn't whole."""
    return "Summa" + gap(total, ", " + counted(f"luckor.{total}.delar", one, many))


def gap(total: str, said: str) -> str:
    """What is said while a sum of the plan isn't whole."""
    return "{% if luckor." + total + ".finns %}" + said + "{% endif %}"


def lacking(total: str, what: str) -> str:
    """A sentence that names whose part the sum lacks; nothing once it is whole."""
    return gap(total, " " + what + " saknas för {{ luckor." + total + ".saknas }}.")


_DOT = "\u2002·\u2002"


def activity_facts() -> str:
    """What an activity has more than others: its mark, days, cash, messages; the owner; what has changed.

    Blanks are left out, and so is what goes without saying: the group's own priority, and that no cash is needed. The
    owner has a line of its own where there are figures: else the break would come anywhere.
    """
    return when(
        "aktivitet.fakta or aktivitet.ny or aktivitet.ändringar",
        p(
            "{% if aktivitet.eget_märke %}[[{{ aktivitet.eget_märke }}]]"
            "{% if aktivitet.ny or aktivitet.mer_fakta %}" + _DOT + "{% endif %}{% endif %}"
            "{% if aktivitet.ny %}[[Ny]]{% if aktivitet.mer_fakta %}" + _DOT + "{% endif %}{% endif %}"
            "{% if aktivitet.dagar %}{% if aktivitet.utan_dagar %}Arbetsdagar: {{ aktivitet.dagar }}{% else %}"
            "**" + days("aktivitet.dagar") + "**{% endif %}{% endif %}"
            "{% if aktivitet.resurskommentar %}{% if aktivitet.dagar %} ({{ aktivitet.resurskommentar }}){% else %}"
            "Resurser: {{ aktivitet.resurskommentar }}{% endif %}{% endif %}"
            "{% if (aktivitet.dagar or aktivitet.resurskommentar) and "
            "(aktivitet.pengar or aktivitet.pengar_till) %}" + _DOT + "{% endif %}"
            "{% if aktivitet.pengar %}Reda pengar: {{ aktivitet.pengar }}{% if aktivitet.belopp %}\u00a0kr{% endif %}"
            "{% if aktivitet.pengar_till %} ({{ aktivitet.pengar_till }}){% endif %}{% elif aktivitet.pengar_till %}"
            "Reda pengar: {{ aktivitet.pengar_till }}{% endif %}"
            "{% if aktivitet.beslutade_medel %}{% if aktivitet.dagar or aktivitet.resurskommentar or aktivitet.pengar "
            "or aktivitet.pengar_till %}" + _DOT + "{% endif %}"
            "Beslutade medel: {{ aktivitet.beslutade_medel }}\u00a0kr{% endif %}"
            "{% if aktivitet.budskap and (aktivitet.dagar or aktivitet.resurskommentar or aktivitet.pengar "
            "or aktivitet.pengar_till or aktivitet.beslutade_medel) %}" + _DOT + "{% endif %}"
            "{% if aktivitet.budskap %}Budskap: {{ aktivitet.budskap }}{% endif %}"
            "{% if aktivitet.ansvarig %}"
            "{% if aktivitet.eget_märke or aktivitet.ny or aktivitet.mer_fakta %}\n{% endif %}"
            "Ansvarig: {{ aktivitet.ansvarig }}{% endif %}"
            "{% if aktivitet.ändringar %}{% if aktivitet.fakta %}\n{% endif %}"
            "[[Ändrad]]\u2002{{ aktivitet.ändringar }}{% endif %}",
            "Faktarad",
        ),
    )


def labelled(label: str, name: str) -> str:
    """A small label and a text under it; nothing where the text is blank."""
    return when(name, p(label, "Etikett"), block(name))


def money(name: str) -> str:
    """An amount."""
    return "{{ " + name + " }}"


def budget_table(amount: str = "Budget, kr", text: str = "Beskrivning") -> str:
    """The budget by post, with its sum; ``text`` and ``amount`` head the second and third column."""
    return table(
        "Budget {{ år }}",
        ("Post", text, amount),
        (20, 60, 12),
        "post",
        "poster",
        ("{{ post.namn }}", "{{ post.förklaring }}", money("post.budget")),
        align="llr",
        total=(sum_label("budget", *POSTS), "", known("budget")),
    )


def funding_table() -> str:
    """Where the money comes from, with its sum; nothing where the workbook has no sources."""
    return when(
        "källor",
        table(
            "Finansiering {{ år }}",
            ("Källa", "Kommentar", "Belopp, kr"),
            (28, 51, 13),
            "källa",
            "källor",
            (
                "{{ källa.namn }}{% if källa.inte_beslutad %} ({{ källa.läge|lower }}){% endif %}",
                "{{ källa.kommentar }}",
                money("källa.belopp"),
            ),
            align="llr",
            total=(
                "Summa" + DECIDED + gap("finansiering", ", " + counted("luckor.finansiering.delar", *SOURCES)),
                "",
                known("finansiering"),
            ),
        ),
        when(_UNDECIDED, p(_NOT_DECIDED, "Tabellnot")),
    )


_UNDECIDED = "väntad_finansiering or osäker_finansiering"
DECIDED = "{% if " + _UNDECIDED + " %} beslutad finansiering{% endif %}"
"""What a sum of funding counts, once there is any that it doesn't."""

_NOT_DECIDED = (
    "{% if väntad_finansiering %}Väntad finansiering, kr: {{ summor.väntad_finansiering }}.{% endif %}"
    "{% if väntad_finansiering and osäker_finansiering %} {% endif %}"
    "{% if osäker_finansiering %}Osäker finansiering, kr: {{ summor.osäker_finansiering }}.{% endif %}"
)
"""The sums of what isn't decided."""


DIFFERENCE = (
    "Budget minus {% if " + _UNDECIDED + " %}beslutad {% endif %}finansiering är "
    "{{ budget_minus_finansiering }}\u00a0kr"
    "{% if egna_medel_räcker %}, som ryms i egna medel ({{ egna_medel }}\u00a0kr){% endif %}."
)
"""Why budget and funding aren't the same sum, where they aren't (``budget_minus_finansiering``)."""


_FUNDED = (
    "{% if " + _UNDECIDED + " %}Den beslutade finansieringen{% else %}Finansieringen{% endif %} är "
    "{% if luckor.finansiering.alla %}inte känd ännu.{% else %}sammanlagt "
    + known("finansiering")
    + "\u00a0kr"
    + gap("finansiering", " för " + counted("luckor.finansiering.delar", *SOURCES))
    + ".{% endif %}"
    + lacking("finansiering", "Belopp")
    + "{% if "
    + _UNDECIDED
    + " %} "
    + _NOT_DECIDED
    + "{% endif %}"
    + lacking("budget", "Budget")
    + "{% if budget_minus_finansiering %} "
    + DIFFERENCE
    + "{% endif %}"
)


def funding_lines(more: str = "") -> str:
    """Where the money comes from, a line for each source, and how budget and funding differ; ``more`` follows on it.

    They take less room than the table, so that budget and funding have room on one page.
    """
    return when("källor", p("Finansiering", "Etikett"), block("finansieringsrader"), p(_FUNDED + more))


def difference() -> str:
    """That sentence below the tables of budget and funding."""
    return when("budget_minus_finansiering", p(DIFFERENCE, "Tabellnot"))


_KINDS = (
    "**Arbetet efter typ.** {% for ett in slag %}{{ ett.namn }}: "
    + activities("ett.antal")
    + "{% if ett.luckor %}, planerade arbetsdagar: {{ ett.dagar }}{% elif ett.dagar %}, "
    + days("ett.dagar", "planerad arbetsdag")
    + "{% endif %}.{% if not loop.last %} {% endif %}{% endfor %}"
)


def kinds_of_work() -> str:
    """Running and development work, each with figures of its own; nothing where the plan doesn't tell them apart."""
    return when("slag", p(_KINDS))


def area_days() -> str:
    """A table of planned days by area, of each kind where the plan tells them apart."""
    return either(
        "slag",
        days_by_kind(),
        otherwise=table(
            _DAYS_PER_AREA,
            ("Område", "Aktiviteter", "Arbetsdagar"),
            (5, 2, 2),
            "område",
            "områden",
            ("{{ område.namn }}", "{{ område.antal }}", "{{ område.summa_dagar }}"),
            align="lrr",
            total=(sum_label("dagar", *WITH_DAYS), "{{ summor.aktiviteter }}", known("dagar")),
        ),
    )


_DAYS_PER_AREA = "Planerade arbetsdagar per område {{ år }}"


def days_by_kind() -> str:
    """The table with running and development work apart, and what belongs to neither."""
    return table(
        _DAYS_PER_AREA,
        ("Område", "Aktiviteter", "Löpande arbete", "Utvecklingsarbete", "Arbetsdagar"),
        (5, 2, 2, 3, 2),
        "område",
        "områden",
        (
            "{{ område.namn }}",
            "{{ område.antal }}",
            "{{ område.dagar_löpande }}",
            "{{ område.dagar_utveckling }}",
            "{{ område.summa_dagar }}",
        ),
        align="lrrrr",
        total=(
            sum_label("dagar", *WITH_DAYS),
            "{{ summor.aktiviteter }}",
            "{{ summor.dagar_löpande }}",
            "{{ summor.dagar_utveckling }}",
            known("dagar"),
        ),
    ) + when(
        "dagar_utan_typ",
        p("I arbetsdagarna ingår {{ dagar_utan_typ }} i grupper som inte har någon typ.", "Tabellnot"),
    )


def by_kind(before: str, after: str = "") -> str:
    """An area's days of each kind, in words; nothing where it has none or they aren't all known."""
    return (
        "{% if slag and område.summa_dagar and not område.luckor %}" + before + "löpande arbete "
        "{{ område.dagar_löpande }}, utvecklingsarbete " + days("område.dagar_utveckling") + after + "{% endif %}"
    )


_SEAT = "{% if plats.namn %}{{ plats.namn }}{% if plats.tillhörighet %}, {% endif %}{% endif %}{{ plats.tillhörighet }}"


def organisation() -> str:
    """An appendix with a table for each body."""
    return when(
        "organ",
        appendix("Organisation"),
        loop(
            "organet",
            "organ",
            section("{{ organet.namn }}"),
            table(
                "Platser: {{ organet.namn }}",
                ("Plats", "Roll", "Period"),
                (10, 7, 4),
                "plats",
                "organet.platser",
                (
                    _SEAT,
                    "{{ plats.roll }}",
                    "{{ plats.period }}",
                ),
            ),
        ),
    )
