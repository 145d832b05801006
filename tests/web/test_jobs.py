"""Long work says how far it has come, can be left, and is found again; it takes turns, and is done once and whole."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases import conflict_files
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.page import written_documents
from rus_sheets.usecases.page.checked import look_over
from rus_sheets.usecases.page.side_by_side import side_by_side
from rus_sheets.usecases.refresh import refresh
from rus_sheets.web import checking, collecting, documents, jobs, sending
from rus_sheets.web.jobs import FRESH, Jobs, LongWork, Progress
from rus_sheets.web.life import AFTER_CLOSED, FAREWELL, WITHOUT_SCRIPT, Life
from tests.web.conftest import Browser, text_of
from tests.web.desk import Desk, hidden

Work = Callable[..., Any]


class Clock:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Slow:
    """A use case that stops in its middle until it is told to go on."""

    def __init__(self, work: Work) -> None:
        self._work, self.started, self.may_end, self.times = work, Event(), Event(), 0

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.times += 1
        on_done = options["on_start"](3) if "on_start" in options else lambda: None
        on_done()
        self.started.set()
        assert self.may_end.wait(30)
        return self._work(*args, **options)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, patient: None) -> None:
    monkeypatch.setattr(jobs, "PATIENCE", 0.05)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, impatient: None) -> Iterator[Callable[[Any, str], Slow]]:
    """Make a use case slow, by the module that calls it and its name there."""
    made: list[Slow] = []

    def make(module: Any, name: str) -> Slow:
        made.append(Slow(getattr(module, name)))
        monkeypatch.setattr(module, name, made[-1])
        return made[-1]

    yield make
    for work in made:
        work.may_end.set()


def ended(browser: Browser) -> None:
    """Wait until nothing goes on."""
    for job in browser.page.jobs.told(""):
        assert job.wait(30)


def test_reading_in_is_left_and_found_again(desk: Desk, slow: Callable[[Any, str], Slow]) -> None:
    browser = desk.browser
    for file in desk.answers.iterdir():
        (desk.workbook.with_name("inkommet")).mkdir(exist_ok=True)
        (desk.workbook.with_name("inkommet") / file.name).write_bytes(file.read_bytes())
    browser.post("/valj", bok=desk.year.split("/")[2], path=str(desk.workbook.with_name("inkommet")))
    shown = found(browser, desk.where)
    before, merging = desk.workbook.read_bytes(), slow(conflict_files, "merge")
    form = {"seen": hidden(shown, "seen")[0], "mapp": hidden(shown, "mapp")[0]}
    answer = browser.post(desk.where, **form)
    assert answer.status_code == 303
    where = answer.headers["Location"]
    said = browser.says(where)
    assert "Inläsningen pågår" in said
    assert "Läser fil 2 av 3" in said
    assert 'content="2"' in browser.get(where).text  # without script
    state = json.loads(browser.get(f"{where}/lage").text)
    assert (state["said"], state["done"], state["total"], state["over"]) == ("Läser fil 2 av 3", 1, 3, False)
    assert "Pågår: inläsningen. Läser fil 2 av 3." in browser.says(desk.year)
    assert "Pågår: inläsningen." in browser.says("/")
    assert desk.workbook.read_bytes() == before
    merging.may_end.set()
    ended(browser)
    told = browser.get(desk.year)
    assert "Klart: inläsningen. Se vad det blev" in text_of(told)
    assert f'href="{where}"' in told.text
    for _ in range(2):  # loaded again, it does nothing again
        assert "Läste in 2 värden från 2 filer" in browser.says(where)
    assert merging.times == 1
    assert "Klart: inläsningen" not in browser.says(desk.year)
    after = desk.workbook.read_bytes()
    assert after != before
    again = browser.post(desk.where, **form)  # back, and the button once more
    ended(browser)
    assert "Läste in 2 värden från 2 filer" in text_of(again)
    assert merging.times == 1
    assert desk.workbook.read_bytes() == after


def found(browser: Browser, where: str) -> Any:
    """The page, once it has been made."""
    for _ in range(600):
        answer = browser.get(where)
        if "pågår</h1>" not in answer.text:
            return answer
    raise AssertionError(where)


def test_what_went_wrong_is_found_too(browser: Browser, key: str, slow: Callable[[Any, str], Slow]) -> None:
    where = f"/bok/{key}/dokument/short"
    seen = re.findall(r'name="seen" value="(\w+)"', browser.get(f"{where}/skriv").text)[0]

    def broken(*_: object, **__: object) -> None:
        raise UnusableInputError("Det gick sönder.", place="disken", remedy="Laga den.")

    writing = slow(documents, "write_document")
    writing._work = broken
    answer = browser.post(f"{where}/skriv", seen=seen)
    assert "Pågår: skrivningen av" in browser.says(f"/bok/{key}/")
    writing.may_end.set()
    ended(browser)
    assert "Gick inte: skrivningen av Till länsstyrelsernas årsredovisningar 2026. Se varför" in browser.says(
        f"/bok/{key}/"
    )
    told = browser.get(answer.headers["Location"])
    assert told.status_code == 409
    assert "Det gick sönder. Laga den." in text_of(told)
    assert "Året" in text_of(told)  # one goes on from there
    assert "Gick inte" not in browser.says(f"/bok/{key}/")


def test_two_at_once_take_turns(browser: Browser, key: str, slow: Callable[[Any, str], Slow]) -> None:
    checked, mended = slow(checking, "look_over"), slow(checking, "fix")
    where = f"/bok/{key}/kontroll"
    assert "Kontrollen pågår" in browser.says(where)
    assert checked.started.wait(10)
    waits = browser.says(f"{where}/laga")
    assert "Väntar på kontrollen, som redan pågår" in waits
    assert not mended.started.is_set()
    assert browser.says(where).count("Pågår: genomgången av formlerna") == 1
    assert "Väntar på kontrollen, som redan pågår." in found(browser, f"/bok/{key}/").text  # the year waits for nothing
    assert checked.times == 1  # the same address, the same work
    checked.may_end.set()
    assert mended.started.wait(10)
    assert "Går igenom formlerna" in browser.says(f"{where}/laga")
    mended.may_end.set()
    ended(browser)
    assert "Inget att lägga tillbaka." in text_of(found(browser, f"{where}/laga"))
    assert "Inga anmärkningar." in text_of(browser.get(where))
    assert checked.times == 1
    assert "Klart:" not in browser.says(f"/bok/{key}/")


def test_what_only_the_pages_script_asks_for_is_left_by_nobody(
    browser: Browser, key: str, slow: Callable[[Any, str], Slow]
) -> None:
    """It is shown where it was asked for, and nobody comes back to it; who goes there oneself, does."""
    foreseen, where = slow(sending, "foresee_sending"), f"/bok/{key}/utskick"
    assert "Genomgången av utskicket pågår" in text_of(browser.get(where, **{"Sec-Fetch-Dest": "empty"}))
    assert "Pågår:" not in browser.says("/")
    browser.get(where, **{"Sec-Fetch-Dest": "document"})
    assert "Pågår: genomgången av utskicket." in browser.says("/")
    assert foreseen.times == 1


def test_what_was_outdated_while_somebody_waited_is_not_told_of() -> None:
    jobs_now = Jobs(Life())
    may_end = Event()
    look = LongWork("a", "kontrollen", "/kontroll", "checking.check", str)
    change = LongWork("a", "inläsningen", "", "collecting.ask", str, changes=True, in_turn=False)
    for job in (look, change):
        jobs_now.begin(job, lambda _: may_end.wait(10))
    jobs_now.outdate("a")
    for job in (look, change):
        jobs_now.leave(job)
    assert jobs_now.told("") == (change,)
    may_end.set()
    assert look.wait(10)
    assert change.wait(10)


def test_another_workbook_does_not_wait(browser: Browser, key: str, slow: Callable[[Any, str], Slow]) -> None:
    checked = slow(checking, "look_over")
    other = browser.page.remembered.by_key(key)
    assert other
    copy = other.path.with_name("kopia.xlsx")
    copy.write_bytes(other.path.read_bytes())
    browser.get(f"/bok/{key}/kontroll")
    browser.get(f"/bok/{browser.page.remembered.choose(copy).key}/kontroll")
    checked.may_end.set()
    ended(browser)
    assert checked.times == 2


def test_what_is_soon_done_is_answered_at_once(desk: Desk) -> None:
    assert desk.give_all().status_code == 200
    assert "Pågår" not in desk.browser.says(desk.year)
    assert desk.browser.page.jobs.told("") == ()


def test_files_that_came_in_are_said_to_be_there(desk: Desk, slow: Callable[[Any, str], Slow]) -> None:
    merging = slow(collecting, "merge")
    answer = desk.give_all()
    assert answer.status_code == 303
    assert "Läser fil 2 av 3" in desk.browser.says(answer.headers["Location"])
    merging.may_end.set()
    ended(desk.browser)
    assert "3 filer av 3 ligger i" in desk.browser.says(answer.headers["Location"])


def test_a_job_is_its_workbooks_own(browser: Browser, key: str, slow: Callable[[Any, str], Slow]) -> None:
    slow(checking, "look_over")
    browser.get(f"/bok/{key}/kontroll")
    (job,) = browser.page.jobs.told(key)
    assert browser.get(f"/bok/{key}/arbete/{job.number}").status_code == 200
    assert "Vad det blev finns inte kvar att visa här." in text_of(browser.get(f"/bok/{key}/arbete/0"))
    assert browser.get(f"/bok/{'0' * 16}/arbete/{job.number}").status_code == 404


def test_documents_are_counted_and_libreoffice_waited_for() -> None:
    progress = Progress("Öppnar")
    done = progress.counts("Jämför dokument", "Jämfört")(2)
    assert progress.said == "Jämför dokument 1 av 2"
    done()
    assert (progress.said, progress.done, progress.total) == ("Jämför dokument 2 av 2", 1, 2)
    done()
    assert (progress.said, progress.total) == ("Jämfört", 0)
    progress.says("Räknar ut sidnummer med LibreOffice")
    assert progress.said == "Räknar ut sidnummer med LibreOffice"
    progress.counts("Läser fil", "Jämför")(0)
    assert progress.said == "Läser fil"


def counted_steps(work: Callable[..., Any]) -> list[tuple[int, int]]:
    progress, told = Progress("Öppnar"), []

    def step(what: str, number: int, of: int) -> None:
        progress.step(what, number, of)
        assert progress.said == f"{what}, steg {number} av {of}"
        told.append((number, of))

    work(step)
    return told


def test_the_steps_of_what_takes_long_are_counted(faulty: Path, tmp_path: Path) -> None:
    now = dt.datetime(2026, 12, 20, 9, 0, tzinfo=dt.UTC)
    whole = [[(number, of) for number in range(1, of + 1)] for of in (3, 4)]
    assert counted_steps(lambda step: look_over(faulty, step)) == whole[0]
    assert counted_steps(lambda step: fix(faulty, now=now, on_step=step)) == whole[1]
    assert counted_steps(lambda step: fix(faulty, now=now, on_step=step)) == whole[1][:2]  # nothing is left to do
    (document,) = write_document(DocumentCommand.SHORT, faulty, now=now, pages=False)
    assert counted_steps(lambda step: refresh(document.path, faulty, now=now, on_step=step)) == whole[0]
    assert counted_steps(lambda step: side_by_side(faulty, faulty, step)) == whole[0]


def test_the_step_is_told_on_the_page(browser: Browser, key: str, impatient: None, monkeypatch: Any) -> None:
    begun, may_end = Event(), Event()

    def looked(path: Path, on_step: Callable[[str, int, int], None]) -> Any:
        on_step("Räknar ut formlerna", 2, 3)
        begun.set()
        assert may_end.wait(30)
        return look_over(path)

    monkeypatch.setattr(checking, "look_over", looked)
    where = f"/bok/{key}/kontroll"
    browser.get(where)
    assert begun.wait(10)
    assert "Räknar ut formlerna, steg 2 av 3" in browser.says(where)
    may_end.set()
    ended(browser)


def test_every_document_is_counted(workbook: Path) -> None:
    told: list[int] = []

    def start(total: int) -> Callable[[], None]:
        told.append(total)
        return lambda: told.append(-1)

    found = written_documents.documents_of(workbook, on_start=start)
    assert told == [len(found), *[-1] * len(found)]


@pytest.fixture
def register() -> Jobs:
    return Jobs(Life(Clock()), Clock())


def test_the_page_does_not_end_before_its_work(register: Jobs) -> None:
    life, clock = register.life, register.life.now
    assert isinstance(clock, Clock)
    go_on = Event()
    life.is_open("a")
    job = register.begin(LongWork("k", "inläsningen", "", "", lambda found: found), lambda _: go_on.wait(10))
    job.left = True
    life.is_closed("a")
    life.end()
    clock.seconds += WITHOUT_SCRIPT * 2
    assert not life.is_over
    waiting = Thread(target=life.wait, args=(0.01,))
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    go_on.set()
    assert job.wait(10)
    for _ in range(1000):
        clock.seconds += FAREWELL
        waiting.join(0.01)
        if not waiting.is_alive():
            break
    assert not waiting.is_alive()
    assert job.answer() is True


def test_what_nobody_has_seen_is_waited_with(register: Jobs) -> None:
    life, clock = register.life, register.life.now
    assert isinstance(clock, Clock)
    life.is_open("a")
    job = register.begin(LongWork("k", "inläsningen", "", "", lambda found: found), lambda _: 1)
    job.left = True
    assert job.wait(10)
    life.is_closed("a")
    clock.seconds += AFTER_CLOSED + 1
    assert not life.is_over
    job.left = False
    assert life.is_over


def test_what_is_looked_at_is_as_it_is_now(
    browser: Browser, key: str, faulty: Path, slow: Callable[[Any, str], Slow], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that was left isn't shown once something has been changed: on the page, or in Excel."""
    checked, where = slow(checking, "look_over"), f"/bok/{key}/kontroll"
    browser.get(where)
    assert checked.started.wait(10)
    checked.may_end.set()
    ended(browser)
    monkeypatch.setattr(jobs, "PATIENCE", 60.0)
    browser.post(f"/bok/{key}/mapp/bort", path="x")
    silencing = re.findall(r"/kontroll/tysta/(\w+)", browser.get(where).text)
    assert checked.times == 2
    monkeypatch.setattr(jobs, "PATIENCE", 0.0)
    browser.get(where)
    ended(browser)
    monkeypatch.setattr(jobs, "PATIENCE", 60.0)
    browser.post(f"{where}/tysta/{silencing[0]}", reason="Så är det")
    assert "Så är det" in browser.says(where)
    monkeypatch.setattr(jobs, "PATIENCE", 0.0)
    browser.get(where)
    ended(browser)
    times = checked.times
    faulty.write_bytes(faulty.read_bytes() + b" ")
    monkeypatch.setattr(jobs, "PATIENCE", 60.0)
    browser.get(where)
    assert checked.times == times + 1


def test_what_was_looked_at_long_ago_is_looked_at_anew(register: Jobs) -> None:
    clock = register.now
    assert isinstance(clock, Clock)

    def look() -> LongWork:
        job = register.begin(LongWork("k", "kontrollen", "/här", "", lambda found: found), lambda _: object())
        assert job.wait(10)
        return job

    first = look()
    assert look() is first
    clock.seconds += FRESH + 1
    assert look() is not first


def test_work_that_is_over_is_forgotten_in_the_end(register: Jobs) -> None:
    for number in range(30):
        job = LongWork("k", str(number), "", "", lambda found: found, left=True)
        assert register.begin(job, lambda _: None).wait(10)
    assert [job.name for job in register.told("k")] == [str(number) for number in range(10, 30)]
