"""Our whole search beside Wagtail's stock one, on the very same pages, as the catalogue grows.

``python benchmarks/search_pages.py 2000 20000`` makes a catalogue of each size on SQLite and on PostgreSQL, a copy of
it for a site with stock search, and every index, and prints what they cost and how long searches take: the two sides
answer in turns, in processes of their own. How many times ours is quicker is told by processor time on SQLite, where no
server has a part in it, else by the clock. Databases are kept below VAR_DIR and on the server that TEST_POSTGRES_URL
names (one is started and stopped where it names none, as for Elasticsearch); a second run is quicker by that.
100,000 pages come quickest from 20,000: ``multiply.py``.
"""

import argparse
import json
import math
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from databases import database_of, folder
from search_side import CAP

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

ENGINES = ("sqlite", "postgres", "elasticsearch")
PARTS = ("build", "search", "twins", "publish", "admin")
REPEATS = 15
QUERIES = {
    "two common words": ["đăng ký", "cấp lại", "giấy phép"],
    "a name": ["đăng ký khai sinh", "giấy phép xây dựng", "trợ cấp xã hội hằng tháng"],
    "a rare word": ["quạnh", "12345", "viễn thông lưu động"],
    "without accents": ["dang ky khai sinh", "cap lai giay phep lai xe", "tam tru"],
    "a sentence": [
        "cho em hỏi mất giấy phép lái xe thì làm lại ở đâu",
        "tôi muốn xin giấy phép xây dựng cần giấy tờ gì",
    ],
    "nothing": ["xyzzy plugh", "qwrtz"],
}
EDITORS = {
    "page search": "wagtailadmin_pages:search",
    "page chooser": "wagtailadmin_choose_page_search",
}
TYPED = ("đăng ký khai sinh", "dang ky", "giấy phép", "1.1012", "c", "xyzzy plugh")
TWINS = 300

#: Milliseconds, those of the side's processor, how much was found; None where it took too long.
Asked = tuple[float, float, int] | None


class Side:
    """A process of ``search_side.py``."""

    def __init__(self, name: str, size: int, server: str, cluster: str = "") -> None:
        self.name = name
        self.works_alone = not server  # SQLite has no server: all processor time is its own
        stock = name.startswith("stock")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "motcua.settings.local",
            "DEMO_ACCOUNTS": "false",
            "LOG_LEVEL": "ERROR",
            "VAR_DIR": str(folder()),
            "DATABASE_URL": database_of(size, server, "stock" if stock else ""),
            "SEARCH_ENGINE": "" if stock else name,
            "SEARCH_INDEX_PATH": str(folder() / f"search-{size}.sqlite3"),
            "ELASTICSEARCH_URL": cluster if name == "elasticsearch" else "",
            "ELASTICSEARCH_PREFIX": f"bench-{size}",
        }
        program = [sys.executable, str(ROOT / "benchmarks" / "search_side.py"), "stock" if stock else "ours"]
        self.process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self._answer()

    def ask(self, action: str, *arguments: object) -> Any:
        """What the process answers. Ends this one where it ended."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([action, *arguments]) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"The side {self.name} ended.")
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def measure(
    size: int, server: str, engines: Sequence[str], cluster: str, parts: Sequence[str], patience: float
) -> None:
    """One database: its engines and stock Wagtail. A column that has taken `patience` seconds is asked no more."""
    stock = "stock PostgreSQL" if server else "stock SQLite"
    with _side(engines[0], size, server, cluster) as side:
        side.ask("prepare", size)
    made = folder() / f"{stock.replace(' ', '-')}-{size}.json"
    print(f"\n## {size} pages: {', '.join((*engines, stock))}\n", flush=True)
    if "build" in parts:
        _print_builds(size, server, engines, cluster)
    with _side(stock, size, server) as side:
        if not made.exists():
            made.write_text(json.dumps(side.ask("build")))
    if "build" in parts:
        _print_build(f"{stock} (when it was made)", json.loads(made.read_text()))
    with ExitStack() as stack:
        ours = [stack.enter_context(_side(engine, size, server, cluster)) for engine in engines]
        sides = [*ours, stack.enter_context(_side(stock, size, server))]
        if "search" in parts:
            _print_searches(sides, patience)
        if "admin" in parts:
            _print_admin([ours[0], sides[-1]], patience)
        if "twins" in parts:
            for side in ours:
                print(f"{side.name}, without accents: {side.ask('twins', TWINS)}", flush=True)
        if "publish" in parts:
            # Elasticsearch's side keeps both engines up to date; after the other's, it would build anew.
            for side in reversed(ours):
                print(f"{side.name}, ms: {_rounded(side.ask('publish'))}", flush=True)


@contextmanager
def _side(name: str, size: int, server: str, cluster: str = "") -> Iterator[Side]:
    side = Side(name, size, server, cluster)
    try:
        yield side
    finally:
        side.end()


def _print_builds(size: int, server: str, engines: Sequence[str], cluster: str) -> None:
    for engine in engines:
        with _side(engine, size, server, cluster) as side:
            _print_build(engine, side.ask("build"))
            entries = side.ask("entry bytes")
    print(f"beside them, for the admin's own search: {entries / 1e6:.0f} MB")


def _print_build(name: str, built: Mapping[str, float]) -> None:
    sizes = ", ".join(f"{key} {built[key] / 1e6:.0f} MB" for key in ("bytes", "at rest", "peak"))
    print(f"{name}: built in {built['seconds']:.0f} s, {sizes}", flush=True)


def _print_searches(sides: Sequence[Side], patience: float) -> None:
    """The columns: our engines; stock Wagtail in the title and all texts; and stock in titles alone."""
    stock, by_processor = sides[-1], sides[0].works_alone
    columns = {side.name: partial(side.ask, "search") for side in sides}
    columns["in titles only"] = lambda text: stock.ask("search", text, "title")
    _print_head("query", [*columns], "hits")
    for kind, texts in QUERIES.items():
        _print_row(kind, texts, columns, len(sides) - 1, patience, by_processor)
    memory = {side.name: f"{side.ask('memory') / 1e6:.0f} MB" for side in sides}
    print(f"\nMemory after these searches: {memory}\n", flush=True)


def _print_admin(sides: Sequence[Side], patience: float) -> None:
    _print_head("typed", [side.name for side in sides], "bytes")
    for name, address in EDITORS.items():
        columns = {side.name: partial(side.ask, "admin", address) for side in sides}
        for text in TYPED:
            _print_row(f"{name}: {text}", [text], columns, 1, patience, sides[0].works_alone)


def _print_head(first: str, names: Sequence[str], outcome: str) -> None:
    print(f"| {first} | {' | '.join(f'{name}: p50 | p95 | cpu | {outcome}' for name in names)} | times |")
    print("|---" * (2 + 4 * len(names)) + "|", flush=True)


def _print_row(
    kind: str,
    texts: Sequence[str],
    columns: Mapping[str, Callable[[str], Asked]],
    ours: int,
    patience: float,
    by_processor: bool,
) -> None:
    """All columns in turns, query by query; the first `ours` of them are ours, and quicker by so many times."""
    walls: dict[str, list[float]] = defaultdict(list)
    processors: dict[str, list[float]] = defaultdict(list)
    outcomes: dict[str, dict[str, int]] = defaultdict(dict)
    for _round in range(REPEATS + 1):
        for text in texts:
            for name, ask in columns.items():
                if sum(walls[name]) < patience * 1000:
                    wall, processor, outcomes[name][text] = ask(text) or (math.inf, math.inf, 0)
                    walls[name].append(wall)
                    processors[name].append(processor)
    cells, compared = [], []
    for name in columns:
        # The first round warms up, where there is a second.
        warm, used = (sorted(times[name][len(texts) :] or times[name]) for times in (walls, processors))
        half, most = warm[len(warm) // 2], warm[int(len(warm) * 0.95)]
        found = ", ".join(map(str, outcomes[name].values()))
        cells.append(f"{_shown(half)} | {_shown(most)} | {_shown(used[len(used) // 2])} | {found}")
        compared.append(used[len(used) // 2] if by_processor else half)
    ratios = "; ".join(" / ".join(_ratio(one, stock) for stock in compared[ours:]) for one in compared[:ours])
    print(f"| {kind} | {' | '.join(cells)} | {ratios} |", flush=True)


def _shown(time: float) -> str:
    if math.isinf(time):
        return f"> {CAP:.0f} s"
    return f"{time:,.0f}" if time >= 10 else f"{time:.1f}"


def _ratio(ours: float, stock: float) -> str:
    return f"{'> ' if math.isinf(stock) else ''}{min(stock, CAP * 1000) / ours:,.1f} ×"


def _rounded(times: Mapping[str, float]) -> dict[str, int]:
    return {name: round(time) for name, time in times.items()}


def main() -> None:
    """Measure what was asked for."""
    from scripts import services

    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=[2_000])
    parser.add_argument("--engine", action="append", choices=ENGINES, default=[])
    parser.add_argument("--part", action="append", choices=PARTS, default=[])
    parser.add_argument("--patience", type=float, default=60.0, help="seconds for one kind of query and side")
    options = parser.parse_args()
    engines, parts = options.engine or ENGINES, options.part or PARTS
    folder().mkdir(parents=True, exist_ok=True)
    on_server = [engine for engine in engines if engine != "sqlite"]
    with ExitStack() as stack:
        server = stack.enter_context(services.postgres()) if on_server else ""
        cluster = stack.enter_context(services.elasticsearch()) if "elasticsearch" in engines else ""
        for size in options.sizes:
            if "sqlite" in engines:
                measure(size, "", ["sqlite"], "", parts, options.patience)
            if on_server:
                measure(size, server, on_server, cluster, parts, options.patience)


if __name__ == "__main__":
    main()
