"""Our whole search beside Wagtail's stock one, on the very same pages, as the catalogue grows.

``python benchmarks/search_pages.py 2000 20000`` makes a catalogue of each size on SQLite and on PostgreSQL, a copy of
it for a site with stock search, and every index, and prints what they cost and how long searches take: the two sides
answer in turns, in processes of their own. How many times ours is quicker is told by processor time on SQLite, where no
server has a part in it, else by the clock. Databases are kept below VAR_DIR and on the server that TEST_POSTGRES_URL
names (one is started and stopped where it names none, as for Elasticsearch); a second run is quicker by that.
100,000 pages come quickest from 20,000: ``multiply.py``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from databases import database_of, folder
from search_side import CAP

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

ENGINES = ("sqlite", "postgres", "elasticsearch")
PARTS = ("build", "stock", "search", "twins", "publish", "admin")
REPEATS = 15
QUERIES = {
    "two common words": ["đăng ký", "cấp lại", "giấy phép"],
    "a name": ["đăng ký khai sinh", "giấy phép xây dựng", "trợ cấp xã hội hằng tháng"],
    "a rare word": ["1234", "1777", "công nhận hóa chất 1999"],
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


@dataclass(frozen=True)
class Catalogue:
    """So many pages in one database, the engines that index them, and the servers that these need."""

    size: int
    engines: Sequence[str]
    server: str = ""
    cluster: str = ""

    @property
    def stock(self) -> str:
        return "stock PostgreSQL" if self.server else "stock SQLite"

    @contextmanager
    def side(self, name: str) -> Iterator[Side]:
        """The side of an engine of ours, or of stock Wagtail."""
        side = Side(name, self)
        try:
            yield side
        finally:
            side.end()


class Side:
    """A process of ``search_side.py``."""

    def __init__(self, name: str, catalogue: Catalogue) -> None:
        self.name = name
        self.works_alone = not catalogue.server  # SQLite has no server: all processor time is its own
        stock, size = name == catalogue.stock, catalogue.size
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "motcua.settings.local",
            "DEMO_ACCOUNTS": "false",
            "LOG_LEVEL": "ERROR",
            "VAR_DIR": str(folder()),
            "DATABASE_URL": database_of(size, catalogue.server, "stock" if stock else ""),
            "SEARCH_ENGINE": "" if stock else name,
            "SEARCH_INDEX_PATH": str(folder() / f"search-{size}.sqlite3"),
            "ELASTICSEARCH_URL": catalogue.cluster if name == "elasticsearch" else "",
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


def measure(catalogue: Catalogue, parts: Sequence[str], patience: float) -> None:
    """One database: its engines and stock Wagtail. A column that has taken `patience` seconds is asked no more."""
    with catalogue.side(catalogue.engines[0]) as side:
        side.ask("prepare", catalogue.size)
    print(f"\n## {catalogue.size} pages: {', '.join(catalogue.engines)}\n", flush=True)
    if "build" in parts:
        _print_builds(catalogue)
    if "stock" in parts:
        with catalogue.side(catalogue.stock) as side:  # in a process that does nothing else
            _print_build(catalogue.stock, side.ask("build"))
    with ExitStack() as stack:
        ours = [stack.enter_context(catalogue.side(engine)) for engine in catalogue.engines]
        stock = [stack.enter_context(catalogue.side(catalogue.stock))] if "stock" in parts else []
        if "search" in parts:
            _print_searches(ours, stock, patience)
        if "admin" in parts:
            _print_admin([ours[0], *stock], patience)
        if "twins" in parts:
            for side in ours:
                print(f"{side.name}, without accents: {side.ask('twins', TWINS)}", flush=True)
        if "publish" in parts:
            # Elasticsearch's side keeps both engines up to date; after the other's, it would build anew.
            for side in reversed(ours):
                print(f"{side.name}, ms: {_rounded(side.ask('publish'))}", flush=True)


def _print_builds(catalogue: Catalogue) -> None:
    for engine in catalogue.engines:
        with catalogue.side(engine) as side:
            _print_build(engine, side.ask("build"))
            entries = side.ask("entry bytes")
    print(f"beside them, for the admin's own search: {entries / 1e6:.0f} MB")


def _print_build(name: str, built: Mapping[str, float]) -> None:
    sizes = ", ".join(f"{key} {built[key] / 1e6:.0f} MB" for key in ("bytes", "at rest", "peak"))
    print(f"{name}: built in {built['seconds']:.0f} s, {sizes}", flush=True)


def _print_searches(ours: Sequence[Side], stocks: Sequence[Side], patience: float) -> None:
    """The columns: our engines; stock Wagtail in the title and all texts; and stock in titles alone."""
    sides, by_processor = [*ours, *stocks], ours[0].works_alone
    columns = {side.name: partial(side.ask, "search") for side in sides}
    for stock in stocks:
        columns["in titles only"] = lambda text, stock=stock: stock.ask("search", text, "title")
    _print_head("query", [*columns], "hits")
    for kind, texts in QUERIES.items():
        _print_row(kind, texts, columns, len(ours), patience, by_processor)
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
    taken: dict[str, dict[str, list[tuple[float, float]]]] = {name: defaultdict(list) for name in columns}
    outcomes: dict[str, dict[str, int]] = defaultdict(dict)
    for _round in range(REPEATS + 1):
        for text in texts:
            for name, ask in columns.items():
                if sum(wall for times in taken[name].values() for wall, _cpu in times) < patience * 1000:
                    wall, processor, outcomes[name][text] = ask(text) or (math.inf, math.inf, 0)
                    taken[name][text].append((wall, processor))
    # Each query's first time warms up, where there is a second.
    warm = {name: {text: times[1:] or times for text, times in of.items()} for name, of in taken.items()}
    cells = []
    for name, of in warm.items():
        walls = [wall for times in of.values() for wall, _cpu in times]
        processor = _at(0.5, [cpu for times in of.values() for _wall, cpu in times])
        found = ", ".join(map(str, outcomes[name].values()))
        cells.append(
            f"{_shown(_at(0.5, walls))} | {_shown(_at(0.95, walls))} | {_shown(processor)} | {found}"
        )
    ratios = "; ".join(
        " / ".join(_ratio(warm[one], warm[stock], by_processor) for stock in [*columns][ours:])
        for one in [*columns][:ours]
    )
    print(f"| {kind} | {' | '.join(cells)} | {ratios} |", flush=True)


def _ratio(
    ours: Mapping[str, Sequence[tuple[float, float]]],
    stock: Mapping[str, Sequence[tuple[float, float]]],
    by_processor: bool,
) -> str:
    """How many times as long stock takes for the queries that both were asked, the median of them."""
    pairs = [
        [_at(0.5, [times[by_processor] for times in side[text]]) for side in (ours, stock)]
        for text in ours.keys() & stock.keys()
    ]
    beyond = any(math.isinf(theirs) for _mine, theirs in pairs)
    times = _at(0.5, [min(theirs, CAP * 1000) / mine for mine, theirs in pairs])
    return f"{'> ' if beyond else ''}{times:,.1f} ×"


def _at(share: float, times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * share)]


def _shown(time: float) -> str:
    if math.isinf(time):
        return f"> {CAP:.0f} s"
    return f"{time:,.0f}" if time >= 10 else f"{time:.1f}"


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
                measure(Catalogue(size, ["sqlite"]), parts, options.patience)
            if on_server:
                measure(Catalogue(size, on_server, server, cluster), parts, options.patience)


if __name__ == "__main__":
    main()
