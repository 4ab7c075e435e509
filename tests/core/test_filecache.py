"""The cache in files when its folder is out of order."""

from pathlib import Path

import pytest

from core.filecache import ForgettingFileCache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def cache_in(folder: Path) -> ForgettingFileCache:
    return ForgettingFileCache(str(folder), {})


def test_it_keeps_what_it_is_given(folder: Path) -> None:
    cache = cache_in(folder)
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert cache.incr("a") == 2
    assert not cache.add("a", 9)
    assert cache.delete("a")
    assert cache.get("a", "nothing") == "nothing"


def test_a_value_without_a_time_of_its_own_goes_after_the_usual_time(folder: Path) -> None:
    cache = ForgettingFileCache(str(folder), {"TIMEOUT": 0})
    cache.set("a", 1)
    assert cache.get("a") is None
    cache.set("a", 1, None)
    assert cache.get("a") == 1


def test_a_folder_that_cannot_be_used_makes_it_forget_and_never_fail(folder: Path) -> None:
    folder.write_text("in the way")
    cache = cache_in(folder)
    cache.set("a", 1)
    assert cache.get("a", "nothing") == "nothing"
    assert cache.add("a", 1)
    assert cache.get_or_set("a", 5) == 5
    assert not cache.delete("a")
    cache.delete_many(["a", "b"])
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
