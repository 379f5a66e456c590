# Messages of the script go to stderr, so that a verb's own output stays clean.

say() { printf '%s\n' "bridge: $*" >&2; }

die() { say "$@"; exit 1; }

# Runs a command with its output in a log; shows the end of the log if it fails.
quietly() {
  local title="$1" log="$2" started=$SECONDS
  shift 2
  mkdir -p "$(dirname "$log")"
  say "$title ..."
  if ! "$@" >"$log" 2>&1; then
    { grep -E '(error|warning) [A-Z]+[0-9]+|: error' "$log" | sort -u | head -30; tail -n 15 "$log"; } >&2
    die "$title failed; the whole log is $log"
  fi
  say "$title: $((SECONDS - started)) s"
}
