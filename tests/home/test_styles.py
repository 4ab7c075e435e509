"""The palette is legible in both modes, and the pages stay light."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static_src"
BASE = (STATIC / "css/base.css").read_text()
DARK_START = BASE.index("@media (prefers-color-scheme: dark)")
AA_TEXT = 4.5
AA_CONTROL = 3.0
# The frame of a page: what every first visit loads besides its HTML and its scripts.
FRAME_LIMIT = 32_000


def palette(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css))


LIGHT = palette(BASE[:DARK_START])
DARK = LIGHT | palette(BASE[DARK_START : BASE.index("*, *::before")])


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "muted", "accent") for ground in ("paper", "wash", "tint")],
    ("muted", "hatch"),
    ("ink", "found"),
    ("accent", "found"),
    ("late", "paper"),
    ("late", "late-wash"),
    ("wait", "wait-wash"),
    ("ok", "ok-wash"),
    ("ink", "wait-wash"),
    ("ink", "late-wash"),
    ("ink", "ok-wash"),
    ("accent", "wait-wash"),
    ("muted", "wait-wash"),
    ("on-fill", "fill"),
    ("on-fill", "fill-hover"),
    ("on-sun", "sun"),
]
CONTROL_PAIRS = [
    ("control", "paper"),
    ("accent", "paper"),
    ("late", "paper"),
    ("bar-ok", "wash"),
    ("bar-late", "wash"),
    ("ink", "sun"),
]


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_legible(mode: dict[str, str], text: str, ground: str) -> None:
    assert contrast(mode[text], mode[ground]) >= AA_TEXT


@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_controls_stand_out_in_light_mode(line: str, ground: str) -> None:
    assert contrast(LIGHT[line], LIGHT[ground]) >= AA_CONTROL


@pytest.mark.parametrize(("line", "ground"), [pair for pair in CONTROL_PAIRS if pair != ("ink", "sun")])
def test_controls_stand_out_in_dark_mode(line: str, ground: str) -> None:
    assert contrast(DARK[line], DARK[ground]) >= AA_CONTROL


def test_fonts_and_styles_leave_room_for_the_page() -> None:
    fonts = sum(path.stat().st_size for path in STATIC.glob("fonts/*.woff2"))
    styles = sum(len(gzip.compress(path.read_bytes(), 9)) for path in STATIC.glob("css/*.css"))
    assert fonts + styles < FRAME_LIMIT


def test_scripts_are_small() -> None:
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in STATIC.glob("js/*.js")) < 4_500


def test_styles_and_scripts_ask_nobody_else() -> None:
    for path in (*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")):
        assert not re.search(r"https?://|@import", path.read_text()), path.name
