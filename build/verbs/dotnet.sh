# Finds the .NET SDK and keeps it quiet.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nowhere}/dotnet" "$HOME/.dotnet/dotnet" \
                   /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /opt/dotnet/dotnet; do
    if [ -x "$candidate" ] && "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# Sets $dotnet, or says what to install.
need_dotnet() {
  [ -n "${dotnet:-}" ] && return
  dotnet="$(find_dotnet)" || die "no .NET 10 SDK found; install it: https://dotnet.microsoft.com/download (or the package dotnet-sdk-10.0), then run this again"
  export DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$dotnet")")}"
}
