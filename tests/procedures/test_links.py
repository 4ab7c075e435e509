"""The check of links: what counts as broken, and that no page makes this server call its own network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import SiteDocument
from procedures.addresses import addresses, is_well_formed
from procedures.models import (
    BrokenLink,
    DossierItem,
    Form,
    FormVersion,
    ProcedurePage,
    ReviewSettings,
)
from procedures.services import links, outside
from procedures.services.links import answers_here, check_next_pages
from procedures.services.outside import Refused, is_public, problem_with, public_addresses
from tests.procedures.factories import add_case, add_step, procedure


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nộp tại https://dichvucong.gov.vn.", ["https://dichvucong.gov.vn"]),
        ("(xem http://a.vn/x?y=1), https://b.vn/…", ["http://a.vn/x?y=1", "https://b.vn/"]),
        ("“https://a.vn” và https://a.vn", ["https://a.vn"]),
        ("không có địa chỉ nào", []),
    ],
)
def test_addresses_are_found_in_plain_text(text: str, found: list[str]) -> None:
    assert addresses(text) == found


@pytest.mark.parametrize(
    ("address", "well_formed"),
    [
        ("https://dichvucong.gov.vn/p/home", True),
        ("http://dichvucong.gov.vn:80/", True),
        ("https://tên-miền.vn/", True),
        ("https://", False),
        ("https://localhost/", False),
        ("https://dichvucong..gov.vn", False),
        ("https://user:secret@a.vn/", False),
        ("http://a.vn:8080/", False),
        ("http://a.vn:99999/", False),
        ("ftp://a.vn/", False),
        ("javascript:alert(1)", False),
        ("http://[::1]/", False),
    ],
)
def test_addresses_are_judged_on_sight(address: str, well_formed: bool) -> None:
    assert is_well_formed(address) is well_formed


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("203.162.1.1", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::203.162.1.1", True),
        ("2002:7f00:0001::", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_called(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_name_that_leads_home_is_refused(host: str) -> None:
    with pytest.raises(Refused):
        public_addresses(host, 80)


class _Answers(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []

    def do_HEAD(self) -> None:
        self.asked.append((self.path, self.headers.get("Host", "")))
        status = int(urlsplit(self.path).path.strip("/").split("/")[0] or 200)
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.path.removeprefix(f"/{status}") or "/200")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Answers]]:
    """A server on this machine that stands for a public one; the rules for names stay as they are."""
    httpd = HTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    real = outside.socket.create_connection
    monkeypatch.setattr(
        outside.socket,
        "create_connection",
        lambda address, **kwargs: real(("127.0.0.1", httpd.server_port), **kwargs),
    )
    _Answers.asked = []
    yield _Answers
    httpd.shutdown()
    httpd.server_close()


def somewhere(_host: str, _port: int) -> list[str]:
    return ["203.162.1.1"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/200", ""),
        ("/301/200", ""),
        ("/403", ""),
        ("/405", ""),
        ("/404", "không còn"),
        ("/410", "không còn"),
        ("/500", "báo lỗi"),
        ("/301/301/301/301/301/200", "quá nhiều lần"),
        ("/301//[", "không kết nối"),
    ],
)
def test_what_the_answer_means(server: type[_Answers], path: str, words: str) -> None:
    problem = problem_with(f"http://co-quan.gov.vn{path}", somewhere)
    assert (words in problem) if words else problem == ""
    assert server.asked[0] == (path, "co-quan.gov.vn")


def test_a_redirect_home_is_not_followed(server: type[_Answers]) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return somewhere(host, port) if host == "co-quan.gov.vn" else public_addresses(host, port)

    assert "mạng công cộng" in problem_with("http://co-quan.gov.vn/302//127.0.0.1/", resolve)
    assert len(server.asked) == 1


def test_a_server_that_is_away_is_said_so() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise TimeoutError

    assert problem_with("https://co-quan.gov.vn/", nowhere) == "không kết nối được"


@pytest.mark.django_db
class TestRounds:
    @pytest.fixture(autouse=True)
    def from_the_start(self) -> None:
        cache.clear()

    def test_own_pages_are_looked_up_and_not_called(self) -> None:
        page = procedure()
        assert answers_here(page.get_url() or "")
        assert answers_here("/tim-kiem/")
        assert not answers_here("/thu-tuc/da-mat/")
        assert not answers_here("/thu-tuc/%00/")

    def test_a_broken_link_is_written_down_once_and_goes_when_it_is_mended(self, settings: Any) -> None:
        settings.PUBLIC_BASE_URL = "https://an-hoa.gov.vn"
        page = procedure()
        ProcedurePage.objects.filter(pk=page.pk).update(portal_url="https://dichvucong..gov.vn")
        step = add_step(page, "Xem https://an-hoa.gov.vn/da-mat/ trước khi đi.")
        assert check_next_pages(timezone.now()) == (1, 2)
        check_next_pages(timezone.now())
        rows = BrokenLink.objects.order_by("place")
        assert [(row.place, row.url) for row in rows] == [
            ("portal_url", "https://dichvucong..gov.vn"),
            ("steps", "https://an-hoa.gov.vn/da-mat/"),
        ]
        first = rows[1].first_seen_at
        step.text = f"Xem https://an-hoa.gov.vn{page.get_url()}"
        step.save()
        check_next_pages(timezone.now())
        assert [row.place for row in BrokenLink.objects.all()] == ["portal_url"]
        assert BrokenLink.objects.get().first_seen_at <= first

    def test_a_file_that_is_gone_is_found(self) -> None:
        document = SiteDocument(title="Tờ khai")
        document.file.save("to-khai.pdf", ContentFile(b"%PDF"))
        form = Form.objects.create(code="TK01", name="Tờ khai", slug="tk01")
        FormVersion.objects.create(form=form, document=document)
        page = procedure()
        DossierItem.objects.filter(case=add_case(page, "Tờ khai")).update(form=form)
        assert check_next_pages(timezone.now()) == (1, 0)
        document.file.storage.delete(document.file.name)
        assert check_next_pages(timezone.now()) == (1, 1)

    def test_nothing_outside_is_called_unless_the_operator_says_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        called: list[str] = []
        monkeypatch.setattr(links, "problem_with", lambda url: called.append(url) or "trang không còn")
        monkeypatch.setattr(links, "PAUSE", 0)
        page = procedure()
        add_step(page, "Xem https://co-quan.gov.vn/a và https://co-quan.gov.vn/b")
        assert check_next_pages(timezone.now()) == (1, 0)
        ReviewSettings.objects.create(check_outside_links=True)
        assert check_next_pages(timezone.now()) == (1, 2)
        assert check_next_pages(timezone.now()) == (1, 2)
        assert called == ["https://co-quan.gov.vn/a", "https://co-quan.gov.vn/b"]

    def test_an_address_that_is_not_asked_this_time_keeps_what_was_known_of_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(links, "problem_with", lambda _url: "trang không còn")
        monkeypatch.setattr(links, "PAUSE", 0)
        add_step(procedure(), "Xem https://co-quan.gov.vn/a")
        rules = ReviewSettings.objects.create(check_outside_links=True)
        assert check_next_pages(timezone.now()) == (1, 1)
        cache.clear()  # the next day, when others used up what may be asked
        monkeypatch.setattr(links, "OUTSIDE_A_RUN", 0)
        assert check_next_pages(timezone.now()) == (1, 1)
        rules.check_outside_links = False
        rules.save()
        assert check_next_pages(timezone.now()) == (1, 0)

    def test_pages_are_taken_in_turn(self) -> None:
        for _n in range(3):
            procedure()
        assert [check_next_pages(timezone.now(), batch=2)[0] for _n in range(3)] == [2, 1, 2]
