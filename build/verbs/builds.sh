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
  stamped native "$hash" && torch_staged && [ -x "$cli" ] && [ -f "$artifacts/lib/libadapterbridge.so" ] && return
  need_dotnet
  ensure_packages "${build_packages[@]}"
  quietly "publishing the command line and the C library as native code" "$artifacts/log/publish.log" publish_native
  stamp native "$hash"
}

publish_native() {
  publish_folder src/Bridge.Cli bin && publish_folder native-exports lib
}

# The C library hosted by the .NET runtime, to artifacts/dnne, where BRIDGE_DNNE_FEED names a folder with the package DNNE. Built anew whole: it keeps no track of its C parts.
ensure_dnne() {
  [ -n "${BRIDGE_DNNE_FEED:-}" ] || { rm -rf "$artifacts/dnne"; return 0; }
  local hash
  hash="$(hash_of "${shared_sources[@]}" -- "$(cat "$BRIDGE_DNNE_FEED"/DNNE.*.nupkg 2>/dev/null | sha256sum)")"
  stamped dnne "$hash" && [ -f "$artifacts/dnne/libadapterbridge.so" ] && return
  need_dotnet
  ensure_packages "${build_packages[@]}" g++
  rm -rf "$artifacts/dnne" "$artifacts/dnne-obj" "$artifacts/dnne-bin"
  quietly "publishing the C library hosted by .NET" "$artifacts/log/dnne.log" publish_folder native-exports dnne -p:NativeHost=dnne
  stamp dnne "$hash"
}

# publish_folder PROJECT FOLDER [PROPERTY...]: the folder is replaced whole, so that nothing of an older build stays in it.
publish_folder() {
  local project="$1" folder="$2" new="$artifacts/$2.new"
  shift 2
  rm -rf "$new"
  "$dotnet" restore "$root/$project" -nologo "$@" &&
    "$dotnet" publish "$root/$project" -c Release -r linux-x64 --no-restore -nologo -v minimal -o "$new" "$@" &&
    { [ ! -f "$new/libadapterbridge.so" ] || ln -sf libadapterbridge.so "$new/libadapterbridge.so.1"; } &&
    rm -rf "${artifacts:?}/$folder" && mv "$new" "$artifacts/$folder"
}

setup_verb() {
  need_dotnet
  ensure_packages "${build_packages[@]}" "${client_packages[@]}"
  ensure_build
  ensure_native
  say "ready: ./bridge demo, ./bridge test, ./bridge doctor"
}

# ./bridge bench boundary: what a call of the C library costs, and a start; of both hosts, where the other is built.
boundary_verb() {
  local program flags=(-O2 -std=gnu11 -I "$root/native-exports/include" -L "$artifacts/lib" -ladapterbridge -Wl,--enable-new-dtags -Wl,-rpath,"$artifacts/lib")
  ensure_native
  ensure_dnne
  for program in benchmarks/Boundary/boundary native/capi/first_logits; do cc "$root/tests/$program.c" -o "$artifacts/$(basename "$program")" "${flags[@]}"; done
  boundary_of "native code" "$artifacts/lib"
  [ -z "${BRIDGE_DNNE_FEED:-}" ] || boundary_of "hosted by .NET" "$artifacts/dnne"
  exit
}

# boundary_of NAME FOLDER: the programs with the library in that folder.
boundary_of() {
  printf '%s\nexec to first logits: ' "$1"
  LD_LIBRARY_PATH="$2" BRIDGE_ROOT="$root" "$root/tests/benchmarks/Boundary/start.sh" "$artifacts/first_logits"
  LD_LIBRARY_PATH="$2" "$artifacts/boundary" "$root/models/all-minilm-l6-v2"
}
