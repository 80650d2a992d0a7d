#!/bin/sh
# Installs what the tests need beside Python: a browser, a PostgreSQL server, Java for Spark, letters for both scripts. Debian or Ubuntu.
# Where it cannot (no root, another system) it says so and goes on: the tests that need them then skip with that reason.
set -eu
need=""
command -v chromium >/dev/null 2>&1 || need="$need chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || need="$need postgresql"
# Playwright's driver is a Node that links it; a bare Debian does not have it
ldconfig -p | grep -q 'libatomic\.so\.1' || need="$need libatomic1"
[ -d /usr/share/fonts/truetype/dejavu ] || need="$need fonts-dejavu-core"
java -version >/dev/null 2>&1 || need="$need default-jre-headless"
[ -z "$need" ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "No apt-get here; install by hand:$need" >&2
    exit 0
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "Not root and no sudo; install by hand:$need" >&2
        exit 0
    fi
    as_root="sudo"
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $need >/dev/null
