#!/usr/bin/env bash
# compare.sh MODEL_FOLDER ADAPTER_FOLDER OURS THEIRS: the logits of three sentences of different length, within 1e-4 of each other, and not all the same.
set -euo pipefail
rows=("101 1045 6283 2023 3185 2061 2172 1012 102" "101 1037 102" "101 1996 4248 2829 4419 14523 2058 1996 13971 3899 1012 102")
paste <("$3" "$1" "$2" "${rows[@]}") <("$4" "$1" "$2" "${rows[@]}") | awk '
  { d = $1 - $2; d = d < 0 ? -d : d; if (d > worst) worst = d; n += NF; seen[$1] = 1 }
  END { print "largest difference of " n / 2 " logits:", worst; exit !(n == 12 && length(seen) == 6 && worst < 1e-4) }'
