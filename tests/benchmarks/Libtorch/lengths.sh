#!/usr/bin/env bash
# The examples beside the same programs in libtorch's own C++ API: lines that are neither blank nor comment, and characters that are not white. Fails where ours is not
# shorter; libtorch's programs are counted without the header that they share as well.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ours="$here/../../../clients/cpp/examples/native"

code() { sed -E '/^\s*(\/\/|$)/d' "$@"; }
lines() { code "$@" | wc -l; }
characters() { code "$@" | tr -d '[:space:]' | wc -c; }

status=0
printf '%-10s %24s %24s %24s\n' program 'AdapterBridge' 'libtorch' 'with its bert.hpp'
for name in train classify; do
  a=("$(lines "$ours/$name.cpp")" "$(characters "$ours/$name.cpp")")
  b=("$(lines "$here/$name.cpp")" "$(characters "$here/$name.cpp")")
  printf '%-10s %24s %24s %24s\n' "$name" "${a[0]} lines, ${a[1]} chars" "${b[0]} lines, ${b[1]} chars" "$(lines "$here/$name.cpp" "$here/bert.hpp") lines, $(characters "$here/$name.cpp" "$here/bert.hpp") chars"
  [ "${a[0]}" -lt "${b[0]}" ] && [ "${a[1]}" -lt "${b[1]}" ] || { echo "$name: ours is not shorter"; status=1; }
done
exit "$status"
