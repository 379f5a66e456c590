#!/usr/bin/env bash
# Packs the library, unpacks it somewhere else, builds the consumer against it by find_package and by pkg-config, and runs both with an empty environment.
set -euo pipefail
root="$1"
build="$2"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$root/bridge" package "$folder/archive"
mkdir "$folder/moved here"
tar -xzf "$folder"/archive/*.tar.gz -C "$folder/moved here" --strip-components=1
rm -r "$folder/archive"
# The gRPC client goes into the same prefix.
cmake --install "$build" --prefix "$folder/moved here" >/dev/null
cp -r "$root/tests/native/consumer" "$folder/consumer"
cmake -S "$folder/consumer" -B "$folder/build" -DCMAKE_PREFIX_PATH="$folder/moved here" -DCMAKE_BUILD_TYPE=Debug >/dev/null
cmake --build "$folder/build" >/dev/null
"$folder/build/consumer_grpc" 2>&1 | grep -q UNAVAILABLE
model="$root/models/all-minilm-l6-v2"
[ "$(env -i "$folder/build/consumer_c" "$model")" = "bert 22713216" ]
[ "$(env -i "$folder/build/consumer_cpp" "$model" | cut -d' ' -f1)" = "73728" ]
cd "$folder/consumer"
mv "$folder/moved here" "$folder/moved"
eval "cc main.c -o $folder/by_pkg_config $(PKG_CONFIG_PATH="$folder/moved/lib/pkgconfig" pkg-config --cflags --libs adapterbridge)"
[ "$(env -i "$folder/by_pkg_config" "$model")" = "bert 22713216" ]
for file in share/doc/adapterbridge/LICENSE share/doc/adapterbridge/THIRD-PARTY-NOTICES.md share/doc/adapterbridge/licenses/SkiaSharp-THIRD-PARTY-NOTICES.txt lib/adapterbridge/libSkiaSharp.so lib/cmake/AdapterBridge/AdapterBridgeConfigVersion.cmake include/adapterbridge/bridge_models.hpp; do
  [ -f "$folder/moved/$file" ]
done
