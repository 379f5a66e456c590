# ./bridge test: every test there is, one summary. Suites run side by side, as many as there are cores, each with a core's threads. Each adds a line to
# `tallies`. BRIDGE_CLI names the program for tests that start servers of their own; BRIDGE_TEST_SERVER is the address of one that runs; BRIDGE_LIBRARY
# is the C library.

results="$artifacts/test-results"
tallies="$results/tallies"

# tally NAME PASSED FAILED SECONDS [LOG]
tally() {
  printf '%s %s\n' "$2" "$3" >>"$tallies"
  printf '%-34s %5d passed %4d failed  %4d s%s\n' "$1" "$2" "$3" "$4" "$([ "$3" -gt 0 ] && printf '   %s' "${5:-}")"
}

wanted() {
  [ ${#names[@]} -eq 0 ] && return 0
  local name
  for name in "${names[@]}"; do [[ "$1" == *"$name"* ]] && return 0; done
  return 1
}

# A project of xunit v3 tests is a program; its last line counts.
run_dotnet_suite() {
  local project="$1" name log started=$SECONDS status=0 line total errors bad
  name="$(basename "$project")"
  log="$results/$name.log"
  "$(built "$project" "$name")" -noColor -noLogo >"$log" 2>&1 </dev/null || status=$?
  line="$(grep -E "Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+" "$log" | tail -n 1 || true)"
  if [ -z "$line" ]; then
    tail -n 20 "$log"
    tally "$name" 0 1 $((SECONDS - started)) "(ended with $status before its summary) $log"
    return
  fi
  total="$(sed -E 's/.*Total: ([0-9]+).*/\1/' <<<"$line")"
  errors="$(sed -E 's/.*Errors: ([0-9]+).*/\1/' <<<"$line")"
  bad="$(sed -E 's/.*Failed: ([0-9]+).*/\1/' <<<"$line")"
  local skipped
  skipped="$(sed -E 's/.*Skipped: ([0-9]+).*/\1/' <<<"$line")"
  [ "$((bad + errors))" -eq 0 ] && [ "$status" -ne 0 ] && errors=1
  [ "$((bad + errors))" -gt 0 ] && grep -E -A 12 '\[(FAIL|ERROR)\]' "$log" | head -80
  tally "$name" $((total - bad - skipped)) $((bad + errors)) $((SECONDS - started)) "$log"
}

# unittest prints "Ran N tests" and "FAILED (failures=A, errors=B, skipped=C)".
run_python_suite() {
  local folder="$1" name="$2" log started=$SECONDS status=0 ran bad skipped
  log="$results/$name.log"
  env PYTHONPATH="$root/clients/python/src${PYTHONPATH:+:$PYTHONPATH}" BRIDGE_ROOT="$root" \
    "$python" -m unittest discover -v -s "$root/$folder" -t "$root/$folder" >"$log" 2>&1 </dev/null || status=$?
  ran="$(sed -nE 's/^Ran ([0-9]+) tests?.*/\1/p' "$log" | tail -n 1)"
  bad="$(sed -nE 's/^FAILED \((.*)\)/\1/p' "$log" | tail -n 1 | tr ',' '\n' | sed -nE 's/ *(failures|errors)=([0-9]+)/\2/p' | paste -sd+ | bc_sum)"
  skipped="$(sed -nE 's/^(OK|FAILED) \((.*)\)/\2/p' "$log" | tail -n 1 | tr ',' '\n' | sed -nE 's/ *skipped=([0-9]+)/\1/p')"
  [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  [ "$bad" -gt 0 ] && tail -n 60 "$log"
  local good=$((${ran:-0} - bad - ${skipped:-0}))
  tally "$name" $((good < 0 ? 0 : good)) "$bad" $((SECONDS - started)) "$log"
}

bc_sum() { local sum; read -r sum || true; echo $((${sum:-0})); }

# The C++ clients are built with CMake, beside the rest, because their generated code takes a minute; CTest counts.
build_native_suite() {
  need_dotnet
  cmake -S "$root/tests/native" -B "$artifacts/native" -DCMAKE_BUILD_TYPE=Release -DBRIDGE_DOTNET="$dotnet" -DBRIDGE_DNNE="${BRIDGE_DNNE_FEED:+$artifacts/dnne}" && nice -n 10 cmake --build "$artifacts/native"
}

run_native_suite() {
  local log="$results/native.log" started=$SECONDS ran bad
  if ! build_native_suite >"$log" 2>&1; then
    tail -n 30 "$log"
    tally native 0 1 $((SECONDS - started)) "$log"
    return
  fi
  env BRIDGE_CLI="$cli" BRIDGE_ROOT="$root" ctest --test-dir "$artifacts/native" --output-on-failure --timeout 120 >>"$log" 2>&1 </dev/null || true
  bad="$(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)/\1/p' "$log" | tail -n 1)"
  ran="$(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)/\2/p' "$log" | tail -n 1)"
  [ -z "$ran" ] && { ran=1; bad=1; }
  [ "$bad" -gt 0 ] && tail -n 60 "$log"
  tally native $((ran - bad)) "$bad" $((SECONDS - started)) "$log"
}

# Runs a suite beside a server; a server that does not start is a failure of its own.
with_server() {
  local name="$1" socket="$results/$1.sock"
  shift
  if ! start_server "$socket" "$results/$name.server.log"; then
    tally "server for $name" 0 1 0 "$results/$name.server.log"
    return
  fi
  BRIDGE_TEST_SERVER="unix:$socket" "$@"
  stop_servers
}

# Starts a suite as soon as a lane is free.
in_lane() {
  while [ "$(jobs -rp | wc -l)" -ge "$lanes" ]; do wait -n || true; done
  ("$@") &
}

# Waits until nothing runs.
join_lanes() { while [ "$(jobs -rp | wc -l)" -gt 0 ]; do wait -n || true; done; }

# Those of the tests' programs that need no published one, the longest first; then those that need it.
early_suites=(Bridge.Training Bridge.Engine Bridge.Goldens Bridge.Adapters Bridge.Service)
late_suites=(Bridge.Cli)

dotnet_suites() {
  local project name
  for name in "${early_suites[@]}"; do printf '%s\n' "$name.Tests"; done
  for project in "$root"/tests/*.Tests; do
    name="$(basename "$project" .Tests)"
    [[ " ${early_suites[*]} ${late_suites[*]} " == *" $name "* ]] || printf '%s\n' "$name.Tests"
  done
}

test_verb() {
  names=("$@")
  local started=$SECONDS name publishing passed failed
  lanes="$(nproc)"
  mkdir -p "$results"
  : >"$tallies"
  ensure_packages "${build_packages[@]}" "${client_packages[@]}" "${test_packages[@]}"
  ensure_build
  # The native parts are published and compiled beside the suites that do without them; it counts as one of the lanes.
  {
    (ensure_native; ! wanted native || ensure_dnne) && { ! { wanted native || wanted conformance; } || build_native_suite >"$results/native-build.log" 2>&1 || true; }
  } &
  publishing=$!
  trap 'trap - TERM; kill 0' INT TERM # what runs beside a script does not hear the keyboard
  export BRIDGE_CLI="$cli" BRIDGE_LIBRARY="$artifacts/lib/libadapterbridge.so.1" BRIDGE_THREADS=1
  export DOTNET_TieredPGO=0 # a sixth less of the suites' processor time: they end before a profile pays
  for name in $(dotnet_suites); do ! wanted "$name" || in_lane run_dotnet_suite "tests/$name"; done
  wait "$publishing" || { join_lanes; die "what the tests run could not be published"; }
  ! wanted native || in_lane with_server native run_native_suite
  ! wanted python || in_lane with_server python run_python_suite tests/python python
  # Its runners are built with the native suite.
  ! wanted conformance || in_lane with_server conformance run_python_suite tests/conformance conformance
  for name in "${late_suites[@]}"; do ! wanted "$name" || in_lane run_dotnet_suite "tests/$name.Tests"; done
  join_lanes
  read -r passed failed < <(awk '{ passed += $1; failed += $2 } END { print passed + 0, failed + 0 }' "$tallies")
  [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ] && die "no test has ${names[*]} in its name"
  say "tests took $((SECONDS - started)) s"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
