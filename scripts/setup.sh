#!/bin/sh
# Makes .venv with what the project needs, and no more. "setup.sh dev" adds what the tests need.
# A second run compares a stamp and ends at once. Every failure is one plain sentence.
set -eu

cd "$(dirname "$0")/.."
extra=${1:-base}
venv=${VENV:-.venv}
stamp=$venv/installed
log=$venv/install.log
unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE VIRTUAL_ENV

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# PYTHON=/path/to/python chooses one; otherwise the first that answers and is new enough.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer."
        printf '%s\n' "$PYTHON"
        return
    fi
    found=
    for name in python3.13 python3.12 python3.11 python3 python3.14 python; do
        if new_enough "$name"; then
            command -v "$name"
            return
        fi
        [ -n "$found" ] || found=$("$name" -V 2>/dev/null || true)
    done
    if [ -n "$found" ]; then
        fail "This needs Python 3.11 or newer, and the newest found here is $found."
    fi
    fail "This needs Python 3.11 or newer, and no Python was found here."
}

# What the installer printed, told in one sentence.
explain() {
    if grep -qiE 'hash mismatch|do not match the hashes' "$log"; then
        fail "A package did not match its pinned hash, so nothing was installed; see $log."
    elif grep -qiE 'gcc|cc1|clang|compiler|Python\.h' "$log"; then
        fail "A package has no ready build for this machine and needs a C compiler (on Debian: apt install build-essential python3-dev); see $log."
    elif grep -qiE 'no space left' "$log"; then
        fail "The disk is full; see $log."
    elif grep -qiE 'dns|connect|resolve|timed out|temporary failure|network|fetch' "$log"; then
        fail "The packages could not be fetched: is this machine connected to a Python package index? See $log."
    fi
    fail "The packages could not be installed; see $log."
}

wanted() {
    printf '%s %s %s\n' "$extra" "$(pwd)" "$("$venv/bin/python" -V 2>&1)"
    cat scripts/setup.sh pyproject.toml requirements/build.txt "requirements/$extra.txt"
}

up_to_date() {
    [ -x "$venv/bin/python" ] && [ -f "$stamp-$extra" ] && "$venv/bin/python" -c '' 2>/dev/null &&
        [ "$(wanted | cksum)" = "$(cat "$stamp-$extra")" ]
}

make_venv() {
    if "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    python=$(find_python)
    rm -rf "$venv"
    if [ -n "$uv" ]; then
        "$uv" venv -q --no-project --python "$python" "$venv" || fail "The virtual environment $venv could not be made."
    elif ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        fail "Python's venv module is missing (on Debian: apt install python3-venv)."
    fi
}

if up_to_date; then exit 0; fi

export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
# A user without a writable home (a service account) keeps the cache beside the environment, not in it: uv makes no
# environment in a folder where its cache is already.
if [ ! -w "${HOME:-/nonexistent}" ]; then
    export HOME="$PWD/$venv.home" UV_CACHE_DIR="$PWD/$venv.home/cache"
    mkdir -p "$HOME"
fi

uv=
if uv --version >/dev/null 2>&1; then uv=uv; fi
make_venv
if [ -z "$uv" ]; then
    uv=$venv/bin/uv
    [ -x "$uv" ] || "$venv/bin/python" -m pip install -q --require-hashes -r requirements/uv.txt >"$log" 2>&1 || explain
fi

rm -f "$stamp"-*
say "Installing the packages into $venv ..."
"$uv" pip install -q --python "$venv/bin/python" --require-hashes \
    -r requirements/build.txt -r "requirements/$extra.txt" >"$log" 2>&1 || explain
# An editable install only writes a path file; hatchling is there already, pinned by its hash.
"$uv" pip install -q --python "$venv/bin/python" --no-build-isolation --no-deps -e . >"$log" 2>&1 || explain
rm -f "$log"
wanted | cksum >"$stamp-$extra"
# What the tests need includes what the site needs.
if [ "$extra" = dev ]; then extra=base; wanted | cksum >"$stamp-$extra"; fi
