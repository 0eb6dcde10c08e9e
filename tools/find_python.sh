#!/bin/sh
# Prints the path of a Python that really runs (3.11 to 3.13, with venv). A name on the PATH is not enough: version
# managers leave scripts there that refuse to start, so each candidate is executed.
set -eu

if [ "${1:-}" = "--help" ]; then
    echo "usage: tools/find_python.sh"
    echo "Print the path of a working Python 3.11 to 3.13 with venv. PYTHON=/path/to/python tries that one first."
    exit 0
fi

ask='
import sys
import ensurepip, venv
if not (3, 11) <= sys.version_info[:2] < (3, 14):
    sys.exit(1)
print(sys.executable)
'
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python /usr/bin/python3 /usr/local/bin/python3; do
    if found=$("$candidate" -c "$ask" 2>/dev/null) && [ -n "$found" ]; then
        echo "$found"
        exit 0
    fi
done
echo "No Python 3.11, 3.12 or 3.13 with venv was found. On Debian: apt install python3 python3-venv." >&2
echo "If one is installed elsewhere: PYTHON=/path/to/python3.11 make" >&2
exit 1
