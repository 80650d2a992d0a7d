#!/bin/sh
# Install the peers, at the versions that were measured, into an environment of their own: sh benchmarks/names/peers/install.sh
# PyICU is built from source: Debian needs pkg-config, libicu-dev and a C++ compiler for it.
set -eu
cd "$(dirname "$0")/../../.."
"${PYTHON:-python3}" -m venv .peers/names
.peers/names/bin/python -m pip install -q --disable-pip-version-check -r benchmarks/names/peers/requirements.txt
