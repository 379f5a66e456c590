# What the verbs need built: the solution for the JIT (tests, goldens, bench) and the command line as native code.

torch_dir="${BRIDGE_TORCH_DIR:-$artifacts/torch/${Torch:-cpu}/linux-x64}"
torch_staged() { [ -f "$torch_dir/libLibTorchSharp.so" ]; }

shared_sources=(src protos build native-exports Directory.Build.props Directory.Packages.props global.json Bridge.sln)

built() { printf '%s\n' "$root/$1/bin/Release/net10.0/$2"; }

ensure_build() {
  local hash
  hash="$(hash_of "${shared_sources[@]}" tests clients/dotnet -- "${Torch:-cpu}")"
  stamped build "$hash" && torch_staged && [ -x "$(built tests/Goldens goldens)" ] && return
  need_dotnet
  ensure_packages "${build_packages[@]}"
  quietly "building the solution" "$artifacts/log/build.log" "$dotnet" build "$root/Bridge.sln" -c Release -nologo -v minimal
  stamp build "$hash"
}

ensure_native() {
  local hash
  hash="$(hash_of "${shared_sources[@]}" -- "${Torch:-cpu}")"
  stamped native "$hash" && torch_staged && [ -x "$cli" ] && return
  need_dotnet
  ensure_packages "${build_packages[@]}"
  quietly "publishing the command line as native code" "$artifacts/log/publish.log" publish_native
  stamp native "$hash"
}

# The publish folder is replaced whole, so that nothing of an older build stays in it.
publish_native() {
  "$dotnet" restore "$root/src/Bridge.Cli" -nologo &&
    "$dotnet" publish "$root/src/Bridge.Cli" -c Release -r linux-x64 --no-restore -nologo -v minimal -o "$artifacts/bin.new" &&
    rm -rf "$artifacts/bin" && mv "$artifacts/bin.new" "$artifacts/bin"
}

setup_verb() {
  need_dotnet
  ensure_packages "${build_packages[@]}" "${client_packages[@]}"
  ensure_build
  ensure_native
  say "ready: ./bridge demo, ./bridge test, ./bridge doctor"
}
