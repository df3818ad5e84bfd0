#!/bin/bash
# Installs the build into a folder of its own, builds an outside project against it and runs that:
# install_test.sh BUILD_FOLDER OUTSIDE_FOLDER
set -euo pipefail
build=$1 outside=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
prefix=$folder/prefix

cmake --install "$build" --prefix "$prefix" >/dev/null
cmake -S "$outside" -B "$folder/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix"
cmake --build "$folder/build"

url=sqlite:$folder/notes.db
"$prefix/bin/schemac" diff --from empty --to "$outside/notes.schema" --dialect sqlite --format sql | sqlite3 "$folder/notes.db"
said=$("$folder/build/outside" "$url")
[ "$said" = installed ] || { echo "the outside program said '$said'" >&2 && exit 1; }
"$prefix/bin/schemac" --version
