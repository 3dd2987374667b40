#!/bin/sh
# Rebuilds what Node makes, each folder from its own lock file; says where it stopped.
set -eu
cd "$(dirname "$0")"
for folder in */; do
    if [ -f "${folder}package-lock.json" ]; then
        echo "web/$folder"
        (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build)
    fi
done
