# Work is done once: a stamp under artifacts/stamps holds the hash of what went in.

# Hash of every source below the paths given (but these scripts), and of the words after `--`.
hash_of() {
  local paths=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    [ -e "$root/$1" ] && paths+=("$1")
    shift
  done
  {
    printf '%s\n' "$@"
    (cd "$root" && find "${paths[@]}" \( -name bin -o -name obj -o -name __pycache__ -o -name Data -o -name verbs \) -prune -o -type f ! -name packages.lock.json -print0 |
      sort -z | xargs -0 sha256sum)
  } | sha256sum | cut -d' ' -f1
}

stamped() { [ "$(cat "$artifacts/stamps/$1" 2>/dev/null)" = "$2" ]; }

stamp() { mkdir -p "$artifacts/stamps"; printf '%s\n' "$2" >"$artifacts/stamps/$1"; }
