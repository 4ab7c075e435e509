"""A procedure as schema.org ``GovernmentService``, with what it costs and how long it takes by each way of filing.

Vocabulary: https://schema.org/GovernmentService, ServiceChannel, Offer, PriceSpecification, Legislation.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from procedures.choices import Channel, FeeKind, FeeStatus
from procedures.exports.durations import one_duration
from procedures.exports.surroundings import Surroundings
from procedures.exports.validity import channels_of, is_in_force, rows_for
from procedures.importing.records import FeeRecord, ProcedureRecord, TimeRecord
from procedures.validity import effective_term, is_valid_on
from procedures.wording import fee_words, term_words

CONTEXT: Final = "https://schema.org"
_LONG: Final = 240
_IMPLEMENTING: Final = "implementing"


def government_service(record: ProcedureRecord, around: Surroundings, day: date) -> dict[str, Any] | None:
    """The service as it is on ``day``; None where it is not in force, because then nobody offers it."""
    if not is_in_force(record, day):
        return None
    fees = [row for row in record.fees if is_valid_on(row, day)]
    times = [row for row in record.time_limits if is_valid_on(row, day)]
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "GovernmentService",
            "@id": f"{around.url}#thu-tuc",
            "url": around.url,
            "name": record.title,
            "alternateName": record.official_name if record.official_name != record.title else "",
            "description": record.summary,
            "identifier": _property("Mã thủ tục hành chính", record.code),
            "serviceType": [row.name for row in record.fields],
            "provider": _provider(record, around),
            "areaServed": _named("AdministrativeArea", around.publisher.area),
            "audience": [{"@type": "Audience", "audienceType": row.name} for row in record.subjects],
            "availableChannel": [_channel(name, record, around, times) for name in channels_of(record)],
            "offers": [offer for row in fees if (offer := _offer(row))],
            "serviceOutput": [_named("Thing", name) for name in record.results],
            "subjectOf": [
                _filled({"@type": "Legislation", "legislationIdentifier": row.code, "name": row.name})
                for row in record.legal_bases
            ],
        }
    )


def channel_id(url: str, channel: str) -> str:
    """The address of one way of filing."""
    return f"{url}#cach-nop-{channel}"


def _provider(record: ProcedureRecord, around: Surroundings) -> dict[str, Any]:
    if around.office is None:
        implementing = [row.name for row in record.agencies if row.role == _IMPLEMENTING]
        return _named("GovernmentOrganization", implementing[0] if implementing else around.publisher.name)
    return _filled(
        {
            "@type": "GovernmentOrganization",
            "name": around.office.name,
            "telephone": record.contact_phone or around.office.phone,
            "email": around.office.email,
            "address": around.office.address,
        }
    )


def _channel(
    name: str, record: ProcedureRecord, around: Surroundings, times: Sequence[TimeRecord]
) -> dict[str, Any]:
    at_counter = name in {Channel.DIRECT, Channel.ANY}
    rows = rows_for(name, times)
    return _filled(
        {
            "@type": "ServiceChannel",
            "@id": channel_id(around.url, name),
            "name": str(Channel(name).label),
            "description": "; ".join(dict.fromkeys(_time_words(row) for row in rows)),
            "serviceUrl": record.portal_url if name == Channel.ONLINE else "",
            "serviceLocation": _named("Place", record.contact_office if at_counter else ""),
            "processingTime": one_duration(rows),
            "availableLanguage": "vi",
        }
    )


def _time_words(row: TimeRecord) -> str:
    words = term_words(*effective_term(row))
    return f"{words} ({row.case_label})" if row.case_label else words


def _offer(row: FeeRecord) -> dict[str, Any]:
    """One fee. Free is a price of 0; what is not stated in figures has no price, and not stated at all no offer."""
    if row.status == FeeStatus.NOT_STATED:
        return {}
    channel = "" if row.channel == Channel.ANY else str(Channel(row.channel).label)
    words = row.verbatim if len(row.verbatim) <= _LONG else ""
    named = (str(FeeKind(row.kind).label), channel, row.case_label)
    offer = {
        "@type": "Offer",
        "name": " · ".join(part for part in named if part),
        "validFrom": row.valid_from.isoformat() if row.valid_from else "",
        "validThrough": row.valid_to.isoformat() if row.valid_to else "",
    }
    if row.status == FeeStatus.FREE:
        return _filled({**offer, "price": "0", "priceCurrency": row.currency, "description": words})
    if row.status != FeeStatus.AMOUNT:
        return _filled({**offer, "description": words or fee_words(row.status)})
    return _filled({**offer, **_price(row), "description": words})


def _price(row: FeeRecord) -> dict[str, Any]:
    if row.amount_max in (None, row.amount_min):
        price = {"price": str(row.amount_min), "priceCurrency": row.currency}
        if not row.per_unit:
            return price
        unit = {"@type": "UnitPriceSpecification", **price, "unitText": row.per_unit.strip().lstrip("/")}
        return {**price, "priceSpecification": unit}
    return {
        "priceSpecification": {
            "@type": "PriceSpecification",
            "minPrice": str(row.amount_min),
            "maxPrice": str(row.amount_max),
            "priceCurrency": row.currency,
        }
    }


def _property(name: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _named(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": name} if name else {}


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: an absent property says nothing, an empty one says that there is none."""
    return {key: value for key, value in node.items() if value not in ("", [], {}, None)}
