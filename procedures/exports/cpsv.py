"""A procedure in CPSV-AP, the European application profile for public services, as JSON-LD.

Classes: cpsv:PublicService, cv:Channel, cv:Cost, cv:Output, cv:Evidence, cv:Event, cv:PublicOrganisation,
eli:LegalResource, skos:Concept. Written from the published vocabulary (CPSV-AP 3); nothing is loaded from the network.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from core.text import slugify_vietnamese
from procedures.choices import AgencyRole, Channel, FeeKind, FeeStatus, ItemKind
from procedures.exports.durations import one_duration
from procedures.exports.schema_org import channel_id
from procedures.exports.surroundings import Publisher, Surroundings
from procedures.exports.validity import channels_of, is_in_force, rows_for
from procedures.importing.records import FeeRecord, ItemRecord, ProcedureRecord, TimeRecord
from procedures.validity import is_valid_on
from procedures.wording import fee_words

CONTEXT: Final[dict[str, Any]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "title": {"@id": "dct:title", "@language": "vi"},
    "description": {"@id": "dct:description", "@language": "vi"},
    "prefLabel": {"@id": "skos:prefLabel", "@language": "vi"},
    "identifier": "dct:identifier",
    "issued": {"@id": "dct:issued", "@type": "xsd:dateTime"},
    "modified": {"@id": "dct:modified", "@type": "xsd:dateTime"},
    "language": {"@id": "dct:language", "@type": "@id"},
    "license": {"@id": "dct:license", "@type": "@id"},
    "publisher": {"@id": "dct:publisher", "@type": "@id"},
    "spatial": {"@id": "dct:spatial", "@type": "@id"},
    "isReplacedBy": {"@id": "dct:isReplacedBy", "@type": "@id"},
    "requires": {"@id": "dct:requires", "@language": "vi"},
    "status": {"@id": "adms:status", "@type": "@id"},
    "homepage": {"@id": "foaf:page", "@type": "@id"},
    "thematicArea": {"@id": "cv:thematicArea", "@type": "@id"},
    "hasCompetentAuthority": {"@id": "cv:hasCompetentAuthority", "@type": "@id"},
    "hasChannel": {"@id": "cv:hasChannel", "@type": "@id"},
    "hasCost": {"@id": "cv:hasCost", "@type": "@id"},
    "hasLegalResource": {"@id": "cv:hasLegalResource", "@type": "@id"},
    "isGroupedBy": {"@id": "cv:isGroupedBy", "@type": "@id"},
    "ifAccessedThrough": {"@id": "cv:ifAccessedThrough", "@type": "@id"},
    "processingTime": {"@id": "cv:processingTime", "@type": "xsd:duration"},
    "value": {"@id": "cv:value", "@type": "xsd:decimal"},
    "currency": {"@id": "cv:currency", "@type": "@id"},
    "hasInput": {"@id": "cpsv:hasInput", "@type": "@id"},
    "produces": {"@id": "cpsv:produces", "@type": "@id"},
    "channelType": {"@id": "dct:type", "@type": "@id"},
}
VIETNAMESE: Final = "http://publications.europa.eu/resource/authority/language/VIE"
_CURRENCY: Final = "http://publications.europa.eu/resource/authority/currency/"
_IN_FORCE: Final = "http://purl.org/adms/status/Completed"
_NOT_YET: Final = "http://purl.org/adms/status/UnderDevelopment"
_ENDED: Final = "http://purl.org/adms/status/Withdrawn"
_PLACE: Final = "#noi-thuc-hien"


def catalogue_node(publisher: Publisher, license_url: str, modified: datetime) -> Iterator[dict[str, Any]]:
    """The catalogue itself, its publisher and the place it serves."""
    base = publisher.base_url
    yield _filled(
        {
            "id": f"{base}/du-lieu/#danh-muc",
            "type": "dcat:Dataset",
            "title": f"Danh mục thủ tục hành chính {publisher.area}".strip(),
            "publisher": f"{base}/#co-quan",
            "license": license_url,
            "language": VIETNAMESE,
            "modified": modified.isoformat(),
        }
    )
    place = {"id": f"{base}/{_PLACE}", "type": "dct:Location", "prefLabel": publisher.area}
    if publisher.area:
        yield place
    yield _filled(
        {
            "id": f"{base}/#co-quan",
            "type": "cv:PublicOrganisation",
            "identifier": base,
            "prefLabel": publisher.name,
            "spatial": place["id"] if publisher.area else "",
        }
    )


def service_nodes(record: ProcedureRecord, around: Surroundings, day: date) -> Iterator[dict[str, Any]]:
    """The service first, then what belongs to it. Fees and times are those of ``day``."""
    fees = [row for row in record.fees if is_valid_on(row, day) and row.status != FeeStatus.NOT_STATED]
    times = [row for row in record.time_limits if is_valid_on(row, day)]
    parts: dict[str, list[dict[str, Any]]] = {
        "hasCompetentAuthority": _authorities(record, around),
        "hasChannel": [_channel(name, around, times) for name in channels_of(record)],
        "hasCost": [_cost(row, number, around.url) for number, row in enumerate(fees, 1)],
        "hasInput": _evidence(record, around.url),
        "produces": [
            _part(around.url, f"ket-qua-{number}", "cv:Output", name)
            for number, name in enumerate(record.results, 1)
        ],
        "hasLegalResource": [
            _concept(around, "van-ban", "eli:LegalResource", row.code, row.name or row.code)
            for row in record.legal_bases
        ],
        "thematicArea": [
            {
                "id": _uri(around, "linh-vuc", row.code),
                "type": "skos:Concept",
                "identifier": row.code,
                "prefLabel": row.name,
            }
            for row in record.fields
        ],
        "isGroupedBy": [
            _concept(around, "su-kien", ["cv:Event", "cv:LifeEvent"], slugify_vietnamese(name, 70), name)
            for name in record.life_events
        ],
    }
    yield _service(
        record, around, day, {name: [node["id"] for node in nodes] for name, nodes in parts.items()}
    )
    for nodes in parts.values():
        yield from nodes


def _service(
    record: ProcedureRecord, around: Surroundings, day: date, links: dict[str, list[str]]
) -> dict[str, Any]:
    moments = {"issued": around.first_published_at, "modified": around.updated_at}
    return _filled(
        {
            "id": f"{around.url}#thu-tuc",
            "type": "cpsv:PublicService",
            "identifier": record.code,
            "title": record.title,
            "description": record.summary or record.official_name or record.title,
            "language": VIETNAMESE,
            "homepage": around.url,
            "status": _status(record, day),
            "requires": record.requirements,
            "spatial": f"{around.publisher.base_url}/{_PLACE}" if around.publisher.area else "",
            "isReplacedBy": f"{around.successor.url}#thu-tuc" if around.successor else "",
            **{name: moment.isoformat() for name, moment in moments.items() if moment},
            **links,
        }
    )


def _status(record: ProcedureRecord, day: date) -> str:
    if is_in_force(record, day):
        return _IN_FORCE
    return _NOT_YET if record.effective_from and record.effective_from > day else _ENDED


def _authorities(record: ProcedureRecord, around: Surroundings) -> list[dict[str, Any]]:
    """Who decides; where no source says so, who carries it out."""
    for role in (AgencyRole.COMPETENT, AgencyRole.IMPLEMENTING):
        names = dict.fromkeys(row.name for row in record.agencies if row.role == role)
        if names:
            return [
                {
                    "id": _uri(around, "co-quan", slugify_vietnamese(name, 200)),
                    "type": "cv:PublicOrganisation",
                    "identifier": slugify_vietnamese(name, 200),
                    "prefLabel": name,
                }
                for name in names
            ]
    return []


def _channel(name: str, around: Surroundings, times: list[TimeRecord]) -> dict[str, Any]:
    return _filled(
        {
            "id": channel_id(around.url, name),
            "type": "cv:Channel",
            "identifier": f"{around.url}#{name}",
            "description": str(Channel(name).label),
            "processingTime": one_duration(rows_for(name, times)),
        }
    )


def _cost(row: FeeRecord, number: int, url: str) -> dict[str, Any]:
    """A cost with its value where there is one. Free is the value 0; "by province" and "by formula" are words."""
    words = [str(FeeKind(row.kind).label), row.case_label, row.per_unit, row.verbatim]
    if row.status not in {FeeStatus.AMOUNT, FeeStatus.FREE}:
        words.insert(1, fee_words(row.status))
    amount = "0" if row.status == FeeStatus.FREE else "" if row.amount_min is None else str(row.amount_min)
    if row.amount_max not in (None, row.amount_min):
        words.insert(1, f"{row.amount_min}–{row.amount_max} {row.currency}")
        amount = ""
    return _filled(
        {
            "id": f"{url}#phi-{number}",
            "type": "cv:Cost",
            "identifier": f"{url}#phi-{number}",
            "value": amount,
            "currency": f"{_CURRENCY}{row.currency}" if amount else "",
            "description": " · ".join(word for word in words if word),
            "ifAccessedThrough": "" if row.channel == Channel.ANY else channel_id(url, row.channel),
        }
    )


def _evidence(record: ProcedureRecord, url: str) -> list[dict[str, Any]]:
    papers: list[tuple[str, ItemRecord]] = [
        (case.name, item) for case in record.cases for item in case.items if item.kind != ItemKind.NOTE
    ]
    return [
        _filled(
            {
                **_part(url, f"giay-to-{number}", "cv:Evidence", item.name),
                "description": " · ".join(part for part in (case, item.note, item.reuse_note) if part),
            }
        )
        for number, (case, item) in enumerate(papers, 1)
    ]


def _part(url: str, fragment: str, kind: str, title: str) -> dict[str, Any]:
    return {"id": f"{url}#{fragment}", "type": kind, "identifier": f"{url}#{fragment}", "title": title}


def _concept(
    around: Surroundings, folder: str, kind: str | list[str], code: str, title: str
) -> dict[str, Any]:
    return {"id": _uri(around, folder, code), "type": kind, "identifier": code, "title": title}


def _uri(around: Surroundings, folder: str, code: str) -> str:
    return f"{around.publisher.base_url}/du-lieu/{folder}#{quote(code, safe='')}"


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in ("", [], None)}
