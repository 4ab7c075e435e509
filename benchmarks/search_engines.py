"""What a search costs on each engine, beside the same engine asked directly, as the catalogue grows.

``python benchmarks/search_engines.py 2000 20000`` builds an index of each size on SQLite and on the PostgreSQL and
Elasticsearch servers that TEST_POSTGRES_URL and TEST_ELASTICSEARCH_URL name (started and stopped here where they name
none), and prints one line for each kind of query: p50 and p95 in milliseconds of the site's search with seven facets
counted and its hits ordered; of the engine's own ten best of any of the words; and of these with the number of
documents that hold all the words (any of them, where none holds all) and the same seven facets counted over them, which
is the same question put to the raw engine. "Each once" are questions of which nothing is known from before. Then the
suggestions. Names are made of real words; every document has a
body of 300 words.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bulk_pages import OBJECTS, PAPERS, QUALIFIERS, VERBS, ready

FACETS = ("field", "life_event", "level", "subject", "agency", "way", "fee")
REPEATS = 15
#: Questions that are asked once each, so that nothing of their answers is known from before.
ONCE = 60
QUERIES = {
    "two common words": ["đăng ký", "cấp lại", "giấy phép", "xác nhận"],
    "a name": ["đăng ký khai sinh", "giấy phép xây dựng", "trợ cấp xã hội hằng tháng"],
    "a rare word": ["di chúc", "khoáng sản", "thư viện"],
    "no accents": ["dang ky khai sinh", "cap lai giay phep lai xe", "tam tru"],
    "a sentence": [
        "cho em hỏi mất giấy phép lái xe thì làm lại ở đâu",
        "tôi muốn xin giấy phép xây dựng cần giấy tờ gì",
    ],
    "a slip": ["đăng ký khai sih", "giấy phép xây dunwg"],
    "nothing": ["xyzzy plugh", "qwrtz"],
}


def main(sizes: Sequence[int], names: Sequence[str]) -> None:
    """Build and measure; the largest size last."""
    with ExitStack() as stack:
        engines = _engines(stack)
        for size in sizes:
            for name, (make, raw) in engines.items():
                if names and name not in names:
                    continue
                engine = make(f"bench{size}")
                started, processor = time.perf_counter(), time.process_time()
                engine.rebuild(_documents(size))
                taken, used = time.perf_counter() - started, time.process_time() - processor
                print(
                    f"\n{name}, {size} documents: built in {taken:.0f} s, {used:.0f} s of them here",
                    flush=True,
                )
                _measure(engine, raw(f"bench{size}"), size)


def _measure(engine: Any, raw: Any, size: int) -> None:
    from search.spelling import Vocabulary
    from search.understanding import understand
    from tests.search.first_rows import first_language

    language = first_language()
    vocabulary = Vocabulary(engine.vocabulary(), language.words)
    for kind, texts in {**QUERIES, "each once": _different(ONCE)}.items():
        repeats = REPEATS if kind in QUERIES else 0
        asked = [understand(text, language, vocabulary) for text in texts]
        queries = [replace(one.query, facets=FACETS, explain=True) for one in asked]
        words = [[word for group in one.groups for word in group.typed] for one in asked]
        ours = _timed([partial(engine.search, query) for query in queries], repeats)
        best = _timed([partial(raw.best, typed) for typed in words], repeats)
        same = _timed([partial(raw.counted, typed) for typed in words], repeats)
        ratios = " ".join(f"{(ours[1] - 3) / max(theirs[1], 0.001):6.1f} x" for theirs in (best, same))
        print(
            f"{kind:18} {_shown(ours)}   raw {_shown(best)}   with facets {_shown(same)}   p95 less 3 ms {ratios}"
        )
    prefixes = ["dang ky kh", "cap l", "giay phep xay", "d"]
    suggested = _timed([partial(engine.suggest, prefix) for prefix in prefixes], REPEATS)
    print(f"{'suggestions':18} {_shown(suggested)}")
    print(f"{'written to found':18} {_until_found(engine, size):8.1f} ms")


def _different(number: int) -> list[str]:
    """So many different names of things to be done, some without accents."""
    from core.text import fold

    names = [f"{verb} {thing}".lower() for verb in VERBS for thing in OBJECTS]
    Random(1).shuffle(names)  # noqa: S311 - the same every time
    return [fold(name) if place % 3 == 0 else name for place, name in enumerate(names[:number])]


def _timed(calls: Sequence[Callable[[], object]], repeats: int) -> tuple[float, float]:
    """p50 and p95 in milliseconds over all calls, each made so often after one that warms up; 0: that one alone."""
    taken = []
    for call in calls:
        if repeats:
            call()
        for _repeat in range(repeats or 1):
            started = time.perf_counter()
            call()
            taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def _shown(times: tuple[float, float]) -> str:
    return f"{times[0]:8.1f} {times[1]:8.1f}"


def _until_found(engine: Any, size: int) -> float:
    from search.engines.base import Document, EngineQuery, Group

    started = time.perf_counter()
    engine.upsert([Document(id=size + 1, code="9.999999", title="Đăng ký phát sáng ban đêm")])
    while not engine.search(EngineQuery(text="phat sang", groups=(Group((("phat", "sang"),)),))).total:
        time.sleep(0.005)
    return (time.perf_counter() - started) * 1000


def _documents(size: int) -> Iterator[Any]:
    from search.audience import NEAR, WHO
    from search.engines.base import Document

    for number in range(1, size + 1):
        random = Random(number)  # noqa: S311 - the same document every time
        name = " ".join(filter(None, map(random.choice, (VERBS, OBJECTS, QUALIFIERS))))
        body = "\n".join(random.choice((*OBJECTS, *PAPERS)) for _line in range(75))
        yield Document(
            id=number,
            code=f"{number % 3 + 1}.{number:06}",
            title=f"{name} ({number})",
            official_name=f"Thủ tục {name}",
            context=(f"Lĩnh vực {number % 120}", f"Sở số {number % 25}"),
            body=body,
            facets={
                "field": (f"linh-vuc-{number % 120}",),
                "life_event": (f"su-kien-{number % 20}",) if number % 4 == 0 else (),
                "level": (("province", "commune")[number % 2],),
                "subject": (f"dt{number % 8}",),
                "agency": (str(number % 25),),
                "way": ("direct", "post")[: number % 3],
                "fee": (("free", "amount", "not_stated")[number % 3],),
                NEAR: (("province", "commune")[number % 2],),
                WHO: ("citizen",),
            },
            numbers={"fee": number % 7 * 5_000, "days": number % 30},
            popularity=number % 15,
        )


def _engines(stack: ExitStack) -> dict[str, tuple[Callable[[str], Any], Callable[[str], Any]]]:
    """By name: what makes the engine of a collection, and what asks its index directly."""
    from raw_engines import RawElasticsearch, RawPostgres, RawSqlite

    from scripts import services
    from search.engines.elasticsearch import ElasticsearchEngine
    from search.engines.elasticsearch.building import Names
    from search.engines.elasticsearch.cluster import Cluster
    from search.engines.postgres import PostgresEngine
    from search.engines.sqlite import SqliteEngine

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mot-cua-mo-bench-")))
    postgres = stack.enter_context(services.postgres())
    cluster = Cluster(stack.enter_context(services.elasticsearch()), read_timeout=60.0)

    def file(name: str) -> Path:
        return folder / f"{name}.sqlite3"

    return {
        "SQLite": (lambda name: SqliteEngine(file(name)), lambda name: RawSqlite(file(name), FACETS)),
        "PostgreSQL": (
            lambda name: PostgresEngine(lambda: {"dsn": postgres}, name),
            lambda name: RawPostgres(postgres, f"search_{name}", FACETS),
        ),
        "Elasticsearch": (
            lambda name: ElasticsearchEngine(cluster, Names("bench", name)),
            lambda name: RawElasticsearch(cluster, Names("bench", name).alias, FACETS),
        ),
    }


if __name__ == "__main__":
    ready()
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=[2_000])
    parser.add_argument("--engine", action="append", default=[], help="SQLite, PostgreSQL or Elasticsearch")
    options = parser.parse_args()
    main(options.sizes, options.engine)
