#!/bin/sh
# Pins what pyproject.toml asks for, for every platform, with hashes and without naming a package index.
set -eu
cd "$(dirname "$0")/.."
uv=uv
uv --version >/dev/null 2>&1 || uv=.venv/bin/uv
compile() {
    "$uv" pip compile -q --universal --generate-hashes --python-version 3.11 --no-header \
        --custom-compile-command "make requirements" "$@"
}
compile --group pyproject.toml:uv -o requirements/uv.txt
compile --group pyproject.toml:build -o requirements/build.txt
compile "$@" --extra dev pyproject.toml -o requirements/dev.txt
# The site runs on exactly the versions that the tests ran on.
compile -c requirements/dev.txt pyproject.toml -o requirements/base.txt
