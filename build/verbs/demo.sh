# ./bridge demo: the README's first command.

demo_verb() {
  ensure_packages "${build_packages[@]}" python3-grpcio python3-protobuf python3-numpy
  ensure_native
  exec env BRIDGE_CLI="$cli" "$python" "$root/demo/demo.py" "$@"
}
