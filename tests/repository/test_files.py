"""The files around the code say what is true."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CODE_FOLDERS = ("site", "home", "procedures", "feedback", "search", "scripts")
LONGEST_FILE = 350  # lines; beyond, a file becomes a package
LONGEST_FUNCTION = 60  # lines with its docstring and a field a line; beyond, a function is two


def pinned(name: str) -> dict[str, set[str]]:
    """Versions by package, as a requirement file pins them (several where platforms differ)."""
    versions: dict[str, set[str]] = {}
    for found in re.finditer(
        r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE
    ):
        versions.setdefault(canonicalize_name(found[1]), set()).add(found[2])
    return versions


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("base.txt", PROJECT["project"]["dependencies"]),
        ("dev.txt", PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]),
        ("build.txt", PROJECT["dependency-groups"]["build"]),
        ("uv.txt", PROJECT["dependency-groups"]["uv"]),
    ],
)
def test_a_requirement_file_pins_everything_that_is_asked_for(name: str, wanted: list[str]) -> None:
    versions = pinned(name)
    for text in wanted:
        requirement = Requirement(text)
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{name} doesn't pin {requirement.name}: run make requirements"
        assert all(requirement.specifier.contains(version) for version in found), (
            f"{name}: {text} is not {found}"
        )


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_a_requirement_file_has_hashes_and_names_no_package_index(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for block in re.split(r"\n(?=\w)", text):
        if re.match(r"[\w.-]+==", block):
            assert "--hash=sha256:" in block, block


def test_the_site_runs_on_the_versions_that_are_tested() -> None:
    tested = pinned("dev.txt")
    assert {
        name: versions for name, versions in pinned("base.txt").items() if tested.get(name) != versions
    } == {}


def test_the_source_root_is_not_ignored_and_not_a_package() -> None:
    lines = (ROOT / ".gitignore").read_text().split()
    assert not {"site", "/site", "site/", "/site/"} & set(lines)
    assert not (ROOT / "site" / "__init__.py").exists()


def variables_read() -> set[str]:
    """Every environment variable that the settings and the web server's configuration read."""
    found: set[str] = set()
    for path in [*(ROOT / "site" / "motcua" / "settings").glob("*.py"), ROOT / "gunicorn.conf.py"]:
        calls = r"(?:env(?:\.\w+)?|environ\.get)\(\s*\"([A-Z][A-Z0-9_]+)\""
        found |= set(re.findall(calls, path.read_text()))
    return found


@pytest.mark.parametrize(
    ("name", "pattern"),
    [(".env.example", r"^#? ?([A-Z][A-Z0-9_]+)="), ("docs/environment.md", r"`([A-Z][A-Z0-9_]+)`")],
)
def test_every_environment_variable_is_explained(name: str, pattern: str) -> None:
    explained = set(re.findall(pattern, (ROOT / name).read_text(), re.MULTILINE))
    assert variables_read() - explained == set()


def test_the_example_environment_names_no_variable_that_nobody_reads() -> None:
    named = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named - variables_read() == set()


def python_files() -> list[Path]:
    """Hand-written code: no migrations, which Django writes."""
    return [
        path
        for folder in CODE_FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]


def test_files_stay_short() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in python_files()
        if (n := len(p.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_stay_short() -> None:
    long = {}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert long == {}


def test_no_file_is_a_drawer_for_everything() -> None:
    assert [path for path in python_files() if path.stem in ("utils", "helpers", "misc", "common")] == []


def test_nothing_is_put_off_in_what_the_linter_does_not_read() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")
    paths = [path for folder in ("templates", "static_src") for path in (ROOT / folder).rglob("*.*")]
    texts = [path for path in paths if path.suffix in (".html", ".css", ".js", ".txt")]
    assert [path for path in texts if marks.search(path.read_text())] == []
