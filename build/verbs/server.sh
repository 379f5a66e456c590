# A server of one's own for the demo and the tests: on a unix socket, ended when the script ends.

servers=()

stop_servers() {
  local pid
  for pid in "${servers[@]:-}"; do
    [ -n "$pid" ] && kill "$pid" 2>/dev/null && { wait "$pid" 2>/dev/null || true; }
  done
  servers=()
  return 0
}

# start_server SOCKET LOG [ARGUMENTS...]: returns when the server listens.
start_server() {
  local socket="$1" log="$2" pid
  shift 2
  mkdir -p "$(dirname "$socket")" "$(dirname "$log")"
  rm -f "$socket"
  "$cli" serve --listen "unix:$socket" "$@" >"$log" 2>&1 &
  pid=$!
  servers+=("$pid")
  trap stop_servers EXIT
  local tries=0
  while [ ! -S "$socket" ]; do
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$log" >&2; die "the server did not start; its log is $log"; }
    tries=$((tries + 1))
    [ "$tries" -gt 300 ] && die "the server does not listen on $socket after 30 s; its log is $log"
    sleep 0.1
  done
}
