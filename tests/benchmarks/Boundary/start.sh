#!/usr/bin/env bash
# start.sh PROGRAM [LIMIT_MS]: from exec to the end of a program that ends with its first logits: the median of nine runs. With a limit up to twenty are made until one keeps it.
# On a machine that others keep busy (load above its processors) the clock tells nothing about the program: there its processor time must stay within one and a half times the limit.
set -euo pipefail
TIMEFORMAT='%R %U %S'
limit="${2:-}"
runs=()
for _ in $(seq "$([ -n "$limit" ] && echo 20 || echo 9)"); do
  said="$({ time "$1" >/dev/null; } 2>&1)" || { echo "$said" >&2; exit 1; }
  read -r ms cpu <<<"$(tail -n 1 <<<"$said" | awk '{ print $1 * 1000, ($2 + $3) * 1000 }')"
  runs+=("$ms")
  [ -n "$limit" ] || continue
  busy="$(awk -v n="$(nproc)" '{ print ($1 > n + 0.5) }' /proc/loadavg)"
  if awk -v ms="$ms" -v cpu="$cpu" -v limit="$limit" -v busy="$busy" 'BEGIN { exit !(ms <= limit || busy && cpu <= 1.5 * limit) }'; then
    echo "$ms ms, $cpu ms of processor time; $limit ms are promised$([ "$busy" = 0 ] || echo ' (the machine is busy)')"
    exit
  fi
done
printf '%s\n' "${runs[@]}" | sort -n | awk '{ a[NR] = $1 } END { printf "%.0f ms (%.0f to %.0f)\n", a[int((NR + 1) / 2)], a[1], a[NR] }'
[ -z "$limit" ] || { echo "$limit ms are promised" >&2; exit 1; }
