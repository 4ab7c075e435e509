"""Procedures as linked data: schema.org in the page, CPSV-AP for the catalogue."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS

from procedures.exports.durations import iso_duration
from procedures.exports.scripts import script_json
from procedures.models import ProcedurePage
from procedures.services import downloads
from tests.procedures.factories import (
    DepartmentFactory,
    FieldFactory,
    LegalBasisFactory,
    LifeEventFactory,
    SubjectTypeFactory,
    add_agency,
    add_case,
    add_fee,
    add_method,
    add_step,
    add_time,
    procedure,
)

pytestmark = pytest.mark.django_db
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
NOON = "2026-11-22T12:00:00+07:00"

# What https://schema.org says that each of these types may carry (of what is used here).
VOCABULARY = {
    "GovernmentService": "name url description alternateName identifier serviceType provider areaServed audience "
    "availableChannel offers serviceOutput subjectOf",
    "PropertyValue": "propertyID value",
    "GovernmentOrganization": "name telephone email address",
    "AdministrativeArea": "name",
    "Audience": "audienceType",
    "ServiceChannel": "name description serviceUrl serviceLocation processingTime availableLanguage",
    "Place": "name",
    "Offer": "name description price priceCurrency priceSpecification validFrom validThrough",
    "UnitPriceSpecification": "price priceCurrency unitText",
    "PriceSpecification": "minPrice maxPrice priceCurrency",
    "Thing": "name",
    "Legislation": "legislationIdentifier name",
}


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()
    for file in downloads.folder().iterdir():
        file.unlink()


def everyday() -> ProcedurePage:
    page = procedure(
        code="1.004222",
        title="Đăng ký thường trú",
        summary="Bạn được ghi tên vào nơi thường trú mới.",
        portal_url="https://dichvucong.gov.vn/p?a=1&b=2",
        contact_office="Bộ phận một cửa",
        responsible_department=DepartmentFactory(name="Sở Tư pháp", phone="0290 3 111 222"),
        fields=[FieldFactory(code="CT", name="Cư trú")],
        subjects=[SubjectTypeFactory(name="Công dân Việt Nam")],
        life_events=[LifeEventFactory(name="Chuyển nhà")],
        legal_bases=[LegalBasisFactory(number="68/2020/QH14", title="Luật Cư trú")],
    )
    for channel in ("online", "direct"):
        add_method(page, channel)
    add_fee(page, 10000, channel="online", per_unit="/lần", valid_to=date(2026, 12, 31))
    add_fee(page, 7000, channel="online", valid_from=date(2027, 1, 1))
    add_fee(page, 20000, channel="direct", amount_max=30000)
    add_fee(page, status="free", case_label="Người có công")
    add_fee(page, status="set_by_province", channel="direct", case_label="Cấp lại")
    add_fee(page, status="not_stated", case_label="Khác")
    add_time(page, 7, channel="online")
    add_time(page, 10, channel="direct", committed_value=8, committed_unit="working_day")
    add_case(page, "Tờ khai thay đổi thông tin cư trú")
    add_step(page)
    add_agency(page, "Công an cấp xã")
    return page


def service_in(client: Client, page: ProcedurePage) -> dict[str, Any] | None:
    html = client.get(page.url).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def check(node: Any) -> None:
    """Every property is one that schema.org gives its type."""
    if isinstance(node, list):
        for part in node:
            check(part)
    if isinstance(node, dict):
        allowed = {"@context", "@type", "@id", *VOCABULARY[node["@type"]].split()}
        assert node.keys() <= allowed, node.keys() - allowed
        for value in node.values():
            check(value)


@time_machine.travel(NOON, tick=False)
def test_a_page_tells_fee_and_time_of_each_way_of_filing(client: Client) -> None:
    service = service_in(client, everyday())
    assert service is not None
    check(service)
    assert service["@type"] == "GovernmentService"
    assert service["identifier"]["value"] == "1.004222"
    assert service["provider"]["name"] == "Sở Tư pháp"
    assert service["serviceType"] == ["Cư trú"]
    assert service["subjectOf"][0]["legislationIdentifier"] == "68/2020/QH14"
    online, direct = service["availableChannel"]
    assert (online["name"], online["processingTime"]) == ("Trực tuyến", "P11D")
    assert (online["serviceUrl"], online["description"]) == (
        "https://dichvucong.gov.vn/p?a=1&b=2",
        "7 ngày làm việc",
    )
    assert (direct["processingTime"], direct["description"]) == ("P12D", "8 ngày làm việc")
    offers = {offer["name"]: offer for offer in service["offers"]}
    assert offers["Lệ phí · Trực tuyến"]["price"] == "10000"
    assert offers["Lệ phí · Trực tuyến"]["validThrough"] == "2026-12-31"
    assert offers["Lệ phí · Trực tuyến"]["priceSpecification"]["unitText"] == "lần"
    assert offers["Lệ phí · Tại quầy"]["priceSpecification"]["maxPrice"] == "30000"
    assert offers["Lệ phí · Người có công"]["price"] == "0"
    assert "price" not in offers["Lệ phí · Tại quầy · Cấp lại"]
    assert offers["Lệ phí · Tại quầy · Cấp lại"]["description"] == "Do tỉnh quy định"
    assert len(offers) == 4, "a fee of next year and one that nobody stated are no offers"


def test_no_text_can_leave_the_script_element(client: Client) -> None:
    attack = '</script><script>alert(1)</script><!-- \u2028 & \\ "'
    page = procedure(code="1.000001", title=attack[:60], summary=attack)
    add_fee(page, 5, case_label=attack, verbatim=attack)
    html = client.get(page.url).content.decode()
    assert "<script>alert(1)" not in html
    service = service_in(client, page)
    assert service is not None
    assert service["description"] == attack
    assert script_json("</script>") == '"\\u003C/script\\u003E"'


@pytest.mark.parametrize(
    "gone", [{"status": "abolished"}, {"effective_to": date(2020, 1, 1)}, {"scope": "internal"}]
)
def test_what_nobody_offers_is_no_service(client: Client, gone: dict[str, Any]) -> None:
    page = procedure(code="1.000001", **gone)
    response = client.get(page.url)
    assert "ld+json" not in response.content.decode()


def test_linked_data_costs_a_page_few_queries_whatever_its_rows(client: Client) -> None:
    page = everyday()
    counts = []
    for _ in range(2):
        client.get(page.url)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        counts.append(len(queries))
        for number in range(30):
            add_fee(page, 1000 + number, case_label=f"Trường hợp {number}")
            add_agency(page, f"Cơ quan {len(counts)}.{number}")
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("value", "unit", "duration"),
    [
        (1, "working_day", "P3D"),
        (5, "working_day", "P7D"),
        (Decimal("7.5"), "working_day", "P12D"),
        (10, "working_day", "P14D"),
        (15, "day", "P15D"),
        (2, "month", "P2M"),
        (Decimal("1.5"), "month", "P47D"),
        (4, "working_hour", "PT4H"),
        (Decimal("1.5"), "hour", "PT1H30M"),
        (Decimal("0.5"), "hour", "PT30M"),
        (None, "same_day", "P1D"),
        (None, "immediate", "PT0S"),
        (None, "see_text", ""),
        (None, "not_stated", ""),
    ],
)
def test_a_term_is_a_duration_where_it_can_be_counted(value: Any, unit: str, duration: str) -> None:
    assert iso_duration(Decimal(value) if value is not None else None, unit) == duration


def catalogue(client: Client) -> Graph:
    response = client.get("/du-lieu/danh-muc.jsonld")
    return Graph().parse(data=b"".join(response.streaming_content), format="json-ld")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its reader warns of its own parts
@time_machine.travel(NOON, tick=False)
def test_the_catalogue_is_cpsv_ap_that_a_general_reader_understands(client: Client) -> None:
    page = everyday()
    graph = catalogue(client)
    service = URIRef(f"http://localhost:8000{page.url}#thu-tuc")
    assert (service, RDF.type, CPSV.PublicService) in graph
    assert str(graph.value(service, DCTERMS.identifier)) == "1.004222"
    title = graph.value(service, DCTERMS.title)
    assert (str(title), title.language) == ("Đăng ký thường trú", "vi")  # type: ignore[union-attr]
    kinds = {
        CV.hasChannel: CV.Channel,
        CV.hasCost: CV.Cost,
        CPSV.hasInput: CV.Evidence,
        CV.hasLegalResource: ELI.LegalResource,
        CV.isGroupedBy: CV.Event,
        CV.hasCompetentAuthority: CV.PublicOrganisation,
    }
    for property_, kind in kinds.items():
        nodes = list(graph.objects(service, property_))
        assert nodes, property_
        assert all((node, RDF.type, kind) in graph for node in nodes)
        assert all(graph.value(node, DCTERMS.identifier) is not None for node in nodes)
    costs = {graph.value(node, CV.value): node for node in graph.objects(service, CV.hasCost)}
    assert {str(value) for value in costs if value is not None} == {"10000", "0"}
    times = {str(graph.value(node, CV.processingTime)) for node in graph.objects(service, CV.hasChannel)}
    assert times == {"P11D", "P12D"}
    channel = graph.value(
        next(node for value, node in costs.items() if str(value) == "10000"), CV.ifAccessedThrough
    )
    assert channel in set(graph.objects(service, CV.hasChannel))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_every_address_in_the_catalogue_is_one_thing(client: Client) -> None:
    everyday()
    procedure(code="1.000002", title="Thủ tục cũ", status="abolished")
    graph = catalogue(client)
    for node in set(graph.subjects()):
        types = set(graph.objects(node, RDF.type))
        assert len(types - {CV.LifeEvent, CV.Event}) <= 1, (node, types)
    assert len(set(graph.subjects(RDF.type, CPSV.PublicService))) == 2
