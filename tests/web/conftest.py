"""A page of its own for a test: its own list, its own home, a workbook in it; and a browser that has been let in."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from rus_sheets.resources import folder
from rus_sheets.usecases.page.remembered import Remembered
from rus_sheets.web.app import make_app
from rus_sheets.web.gate import Gate
from rus_sheets.web.life import Life
from rus_sheets.web.page import Page
from tests.usecases.inbox import answered, sent_forms
from tests.web.desk import Desk, change

PORT = 5151
HOST = f"127.0.0.1:{PORT}"
OWN = {"Host": HOST, "Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"}
"""What a browser sends along from the page itself."""


@dataclass
class Browser:
    page: Page
    client: FlaskClient
    home: Path

    def get(self, path: str, **headers: str) -> Any:
        answer = self.client.get(path, headers=OWN | headers)
        answer.get_data()
        answer.close()  # a file, as servers do
        return answer

    def post(self, path: str, headers: dict[str, str] | None = None, /, **form: str) -> Any:
        data = {"form_token": self.page.gate.form_token} | form
        return self._then(self.client.post(path, data=data, headers=OWN | (headers or {})))

    def _then(self, answer: Any) -> Any:
        """What a browser shows next: what came of a change, where that is done."""
        where = answer.headers.get("Location", "")
        if answer.status_code == 303 and "/arbete/" in where:
            number = where.rpartition("/")[2]
            key = "" if where.startswith("/ny/") else where.split("/")[2]
            job = self.page.jobs.by_number(key, number)
            return self.get(where) if job and job.is_over else answer
        return answer

    def upload(self, path: str, *files: tuple[str, bytes]) -> Any:
        given = [(io.BytesIO(content), name) for name, content in files]
        data = {"form_token": self.page.gate.form_token, "fil": given}
        environ = EnvironBuilder(path, method="POST", data=data, headers=OWN).get_environ()
        answer = self.client.open(environ)
        environ["wsgi.input"].close()  # of more than half a megabyte it is a file on the disk
        return self._then(answer)

    def says(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return text_of(answer)


def text_of(answer: Any) -> str:
    """What a person reads."""
    body = re.sub(r"(?s)<head>.*?</head>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, what is asked for is answered at once; ``test_jobs.py`` has no patience."""
    monkeypatch.setattr("rus_sheets.web.jobs.PATIENCE", 120.0)


@pytest.fixture
def outside(tmp_path: Path) -> Browser:
    """A browser that hasn't shown the token."""
    home = tmp_path / "hemma"
    (home / "Dokument").mkdir(parents=True)
    page = Page(Gate(PORT), Life(), Remembered(tmp_path / "minne" / "sidan.json"), home)
    return Browser(page, make_app(page).test_client(), home)


def token_of(browser: Browser) -> str:
    """Of an address that lets a browser in."""
    return browser.page.gate.entrance().partition("token=")[2]


@pytest.fixture
def browser(outside: Browser) -> Browser:
    entered = outside.client.get("/", query_string={"token": token_of(outside)}, headers={"Host": HOST})
    assert entered.status_code == 303
    # A client of its own is no browser at that address, so it is told where the cookie belongs.
    value = re.match(r"[^=]+=([^;]+)", entered.headers["Set-Cookie"])
    assert value
    outside.client.set_cookie(outside.page.gate.cookie, value[1], domain="127.0.0.1")
    return outside


@pytest.fixture
def workbook(outside: Browser) -> Path:
    return Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", outside.home / "Dokument"))


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A formula overtyped, days written as a text, an address that is none."""
    path = tmp_path_factory.mktemp("fel") / "bok.xlsx"
    book = openpyxl.load_workbook(folder("examples") / "2026" / "verksamhet-2026.xlsx")
    plan = book["Plan"]
    headers = {cell.value: cell.column for cell in plan[1]}
    plan.cell(2, headers["Område-ID"]).value = "X"
    plan.cell(3, headers["Dagar"]).value = "12 dagar"
    plan.cell(4, headers["E-post"]).value = "ingen"
    book.save(path)
    return path.read_bytes()


@pytest.fixture
def faulty(workbook: Path, faults: bytes) -> Path:
    workbook.write_bytes(faults)
    return workbook


@pytest.fixture
def key(outside: Browser, workbook: Path) -> str:
    return outside.page.remembered.choose(workbook).key


class _Clock(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return dt.datetime(2026, 12, 20, 9, 0, tzinfo=tz or dt.UTC)


def at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the page and the commands do what they do in the same second, so that what they write can be compared."""
    for module in ("rus_sheets.web.collecting", "rus_sheets.web.deciding", "rus_sheets.cli.commands.merge"):
        monkeypatch.setattr(f"{module}.dt", SimpleNamespace(datetime=_Clock))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that has been changed since its forms were sent: A01 says something else than any answer."""
    workbook = sent_forms(tmp_path_factory.mktemp("kansli"))
    answered(workbook, "A01", workbook.parent / "svar" / "A01 svar.xlsx", Kort_utfall="Tre kurser i maj hölls")
    answered(workbook, "A02", workbook.parent / "svar" / "A02 svar.xlsx", Kort_utfall="Rapporten är klar")
    answered(workbook, "A03", workbook.parent / "svar" / "A03 svar.xlsx", Dagar_utfall="ca 5", Kort_utfall="Nästan")
    change(workbook, "A01", "short", "Två kurser i juni hölls")
    return workbook.parent


@pytest.fixture
def desk(browser: Browser, office: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    at_one_time(monkeypatch)
    folder = browser.home / "Dokument"
    shutil.copytree(office, folder, dirs_exist_ok=True)
    workbook = folder / "verksamhet-2026.xlsx"
    browser.page.remembered.choose(workbook)
    return Desk(browser, workbook, folder / "svar")
