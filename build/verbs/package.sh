# ./bridge package: the C library with libtorch, headers, CMake package and licences, as one relocatable archive.

# package_tree FOLDER: installs into it.
package_tree() {
  local build="$artifacts/package-build"
  cmake -S "$root/native-exports" -B "$build" -DADAPTERBRIDGE_LIB="$artifacts/lib" -DADAPTERBRIDGE_TORCH="$torch_dir" && cmake --install "$build" --prefix "$1"
}

package_verb() {
  [ $# -le 1 ] || die "package takes at most one argument: the folder for the archive"
  local folder="${1:-$artifacts/package}" version name
  ensure_packages cmake
  ensure_native
  version="$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' "$root/Directory.Build.props")"
  name="adapterbridge-$version-linux-x64"
  mkdir -p "$folder" "$artifacts/log"
  rm -rf "$artifacts/package-tree"
  quietly "installing $name" "$artifacts/log/package.log" package_tree "$artifacts/package-tree/$name"
  quietly "packing $name.tar.gz" "$artifacts/log/package.log" pack "$name" "$folder"
  rm -rf "$artifacts/package-tree"
  say "$folder/$name.tar.gz ($(du -h "$folder/$name.tar.gz" | cut -f1))"
}

pack() {
  tar -C "$artifacts/package-tree" --owner=0 --group=0 --sort=name -cf - "$1" | gzip -1 >"$2/$1.tar.gz.new" && mv "$2/$1.tar.gz.new" "$2/$1.tar.gz"
}
