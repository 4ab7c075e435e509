"""Log lines carry no personal data."""

import json
import logging

from core.logging import json_formatter


def test_an_extra_key_that_nobody_allowed_is_dropped() -> None:
    record = logging.LogRecord("feedback", logging.INFO, __file__, 1, "case received", (), None)
    record.phone = "0290 3 111 222"
    line = json.loads(json_formatter().format(record))
    assert line["event"] == "case received"
    assert "0290" not in json.dumps(line)
    assert {"level", "logger", "timestamp"} <= line.keys()


def test_vietnamese_stays_readable() -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "Đã lập chỉ mục", (), None)
    assert "Đã lập chỉ mục" in json_formatter().format(record)
