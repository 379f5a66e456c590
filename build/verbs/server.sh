# A server for the tests, on a unix socket; ended when the script ends.

servers=()

stop_servers() {
  local pid
  for pid in "${servers[@]:-}"; do
    [ -n "$pid" ] && kill "$pid" 2>/dev/null && { wait "$pid" 2>/dev/null || true; }
  done
  servers=()
  return 0
}

# start_server SOCKET LOG: returns when the server listens, or says why it does not.
start_server() {
  local socket="$1" log="$2" pid tries=0
  rm -f "$socket"
  "$cli" serve --listen "unix:$socket" --development >"$log" 2>&1 </dev/null &
  pid=$!
  servers+=("$pid")
  trap stop_servers EXIT
  while [ ! -S "$socket" ]; do
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$log" >&2; say "the server did not start; its log is $log"; return 1; }
    tries=$((tries + 1))
    [ "$tries" -gt 300 ] && { say "the server does not listen on $socket after 30 s; its log is $log"; return 1; }
    sleep 0.1
  done
}
