#!/bin/sh
# Makes sure that there is a Chromium for the journeys: Debian's package, which brings its own libraries and fonts.
set -eu

if [ "${1:-}" = "--help" ]; then
    echo "usage: tools/browser.sh"
    echo "Find Chromium, or install it through apt when this is Debian and we are root. DEONTOS_CHROMIUM names another one."
    exit 0
fi

for candidate in "${DEONTOS_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser journeys ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null
    apt-get install -y -qq --no-install-recommends chromium </dev/null >/dev/null
    exit 0
fi
echo "The browser journeys need Chromium. On Debian: sudo apt install chromium." >&2
echo "If it is installed elsewhere: DEONTOS_CHROMIUM=/path/to/chromium make test" >&2
exit 1
