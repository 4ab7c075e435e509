"""What the portal's raw JSON says, read by the tests themselves: shares no code with the importer."""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

UNITS = {"WORKING_DAY": "ngày làm việc", "DAY": "ngày", "HOUR": "giờ", "MONTH": "tháng"}
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b]+")
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SENTENCE_END = re.compile(r"(?<=[.;:])\s+|\s[-–+•*]+\s")
WORD = re.compile(r"[a-z0-9]+")
NUMBER = re.compile(r"\d+([.,]\d+)?")


def plain(text: object) -> str:
    """Letters only as a reader sees them: tags, entities and marks of direction gone, NFC, single blanks."""
    without_breaks = re.sub(r"<\s*(br|/p|/div|/li|/tr)\b[^<>]*>", " ", str(text))
    without_tags = re.sub(r"</?[a-zA-Z][^<>]*>", " ", without_breaks)
    composed = unicodedata.normalize("NFC", html.unescape(without_tags))
    return " ".join(INVISIBLE.sub(" ", DIRECTION.sub("", composed)).split())


def same_words(text: object) -> str:
    """Letters and digits without marks and capitals: agencies and fields that are spelt in several ways are one."""
    letters = unicodedata.normalize("NFD", plain(text).lower().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(WORD.findall(bare))


def vietnamese(number: float | int | str) -> str:
    value = float(str(number).replace(",", "."))
    whole, _, fraction = f"{value:,.2f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def fees_of(data: dict[str, Any]) -> Iterator[str]:
    for method in data["executionMethods"]:
        for fee in method["fees"]:
            text, value = plain(fee.get("description") or ""), fee["value"]
            if value:
                currency = "USD" if fee.get("currencyName") == "USD" else "đồng"
                credible = currency == "USD" or value >= 1000
                yield f"{vietnamese(value)} {currency}" if credible else f"Nguồn ghi: {value}"
            elif not text:
                yield "Chưa công bố"
            yield from text_lines(fee.get("description") or "")


def times_of(data: dict[str, Any]) -> Iterator[str]:
    stated = [
        (m["processingTime"], m["processingTimeUnit"], m.get("description") or "")
        for m in data["executionMethods"]
        if "processingTime" in m
    ]
    stated += [(c["processingDay"]["qty"], c["processingDay"]["type"], "") for c in data["cases"]]
    for value, unit, text in stated:
        if NUMBER.fullmatch(str(value)) and unit in UNITS:
            if float(value):
                yield f"{vietnamese(value)} {UNITS[unit]}"
        elif not NUMBER.fullmatch(str(value)) and plain(value).lower() != "theo mô tả":
            yield from text_lines(value)
        else:
            yield from text_lines(text)


def papers_of(data: dict[str, Any]) -> Iterator[str]:
    for case in data["executionCases"]:
        for component in case["profileComponents"]:
            yield from text_lines(component["name"])
            for quantity, words in (
                (component["originalQty"], "bản chính"),
                (component["copyQty"], "bản sao"),
            ):
                if quantity and plain(component["name"]):
                    yield f"{quantity} {words}"


def text_lines(text: object) -> list[str]:
    """Its sentences without marks of lists: a page sets lists as lists, and a long name's first sentence apart."""
    parts = (part for line in str(text).splitlines() for part in SENTENCE_END.split(plain(line)))
    return [part for part in (part.strip(" -–+*•.,;:") for part in parts) if part]


def claims_free_without_ground(data: dict[str, Any], body: str) -> bool:
    said = " ".join(
        plain(fee.get("description") or "") for m in data["executionMethods"] for fee in m["fees"]
    ).lower()
    says_free = re.search(r"<(?:dd|b)[^>]*>Không thu<", body) is not None
    return says_free and not re.search(r"miễn|không thu|\bkhông\b", said)
