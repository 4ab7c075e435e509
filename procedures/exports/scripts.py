"""JSON that may stand inside a script element."""

import json
from typing import Any, Final

# A "</script>" or "<!--" in a name would end the element; the two line separators end a line in old JavaScript.
_ESCAPES: Final = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def script_json(value: Any) -> str:
    """Compact JSON without a character that HTML would read."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
