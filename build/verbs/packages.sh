# Debian packages: what builds native code, and what the Python client and the C++ smoke test use; what only
# tests use (torch: a neighbour to share tensors with) is not installed for a demo.

build_packages=(gcc libc6-dev zlib1g-dev)
client_packages=(python3-grpcio python3-protobuf python3-numpy mypy g++ cmake pkg-config valgrind protobuf-compiler protobuf-compiler-grpc libgrpc++-dev libprotobuf-dev libssl-dev)
test_packages=(python3-torch)

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || printf '%s ' "$package"
  done
}

# Installs the packages that are missing. Without apt or root it says exactly what to install.
ensure_packages() {
  command -v dpkg-query >/dev/null || { say "not a Debian system: make sure that these exist: $*"; return 0; }
  local missing
  missing="$(missing_packages "$@")"
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" != 0 ]; then
    die "missing Debian packages; as root: apt-get update && apt-get install --no-install-recommends $missing"
  fi
  # shellcheck disable=SC2086
  quietly "apt-get install $missing" "$artifacts/log/apt.log" install_packages $missing
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }
}
