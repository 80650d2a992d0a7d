#!/bin/sh
# Install the peers, at the versions that were measured, each into an environment of its own: sh benchmarks/linkage/peers/install.sh
# Splink's Spark runs need a Java runtime (Debian: openjdk-17-jre-headless).
set -eu
cd "$(dirname "$0")/../../.."
for peer in splink recordlinkage dedupe; do
    folder=".peers/linkage/$peer"
    test -x "$folder/bin/python" || "${PYTHON:-python3}" -m venv "$folder"
    "$folder/bin/python" -m pip install -q --disable-pip-version-check -r "benchmarks/linkage/peers/$peer.txt"
done
