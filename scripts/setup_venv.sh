#!/bin/sh
# Makes .venv when it is missing or broken, and installs into it what a lock pins and Punctual:
# setup_venv.sh LOCK [LOCK_OF_ANOTHER_PIP], from the root.
set -eu

fail() {
    echo "$1" >&2
    exit 2
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3.11 python3.12 python3.13 python3.14 python3
    fi
    for candidate; do
        if is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    fail "Punctual needs Python 3.11 or later${PYTHON:+ and $PYTHON is not}: install it (Debian: apt-get install python3 python3-venv), or say where it is with PYTHON=/path/to/python3"
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "$python has no ensurepip: install it (Debian: apt-get install python$version-venv)"
    fi
    echo "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

is_new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv

exec .venv/bin/python scripts/install_lock.py "$@"
