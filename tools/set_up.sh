#!/bin/sh
# Makes .tools (a small environment that holds uv) and .venv (everything the lock file names). Each is stamped with what
# it was made from, so a second run does nothing and asks no network.
set -eu

if [ "${1:-}" = "--help" ]; then
    echo "usage: tools/set_up.sh run|all"
    echo "Set up the virtual environment: 'run' for serving, 'all' also for tests and checks."
    exit 0
fi
kind=${1:-}
case $kind in
    run) groups="--no-dev --inexact" ;;
    all) groups="" ;;
    *) echo "usage: tools/set_up.sh run|all" >&2; exit 2 ;;
esac
cd "$(dirname "$0")/.."

# The place is part of the stamp because scripts of a virtual environment hold absolute paths: a moved checkout is set up anew.
made_from=$(cat uv.lock pyproject.toml tools/uv.txt tools/set_up.sh | cksum; pwd)
is_ready() {
    [ -f ".venv/ready-$1" ] && [ "$(cat ".venv/ready-$1")" = "$made_from" ] && .venv/bin/python -c "" 2>/dev/null
}
if is_ready all || is_ready "$kind"; then
    exit 0
fi

tool_from=$(cat tools/uv.txt | cksum; pwd)
if [ ! -x .tools/bin/uv ] || [ ! -f .tools/ready ] || [ "$(cat .tools/ready)" != "$tool_from" ]; then
    python=$(tools/find_python.sh)
    echo "Setting up the tools ($python) ..."
    "$python" -m venv --clear .tools
    .tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.txt
    echo "$tool_from" >.tools/ready
fi

echo "Setting up what the lock file names ..."
rm -f .venv/ready-run .venv/ready-all
if ! .venv/bin/python -c "" 2>/dev/null || [ "$(cat .venv/place 2>/dev/null)" != "$(pwd)" ]; then
    rm -rf .venv
    .tools/bin/uv venv --quiet --python "$(tools/find_python.sh)" .venv
    pwd >.venv/place
fi
# What is fetched already is enough: the network is asked only when something is missing.
# shellcheck disable=SC2086
.tools/bin/uv sync --quiet --locked --offline $groups 2>/dev/null || .tools/bin/uv sync --quiet --locked $groups
echo "$made_from" >".venv/ready-$kind"
