#!/usr/bin/env bash
# absent.sh CASE LIBRARY_FOLDER WORK_FOLDER PROGRAM: damages a copy of the library's folder, and runs the program with it.
set -euo pipefail
copy="$3/absent-$1"
rm -rf "$copy"
cp -r "$2" "$copy"
case "$1" in
  no_config) rm "$copy/libadapterbridge.runtimeconfig.json"; says="libadapterbridge.runtimeconfig.json is missing" ;;
  no_assembly) rm "$copy/TorchSharp.dll"; says="TorchSharp.dll is missing" ;;
  no_dotnet) mkdir -p "$copy/empty"; export DOTNET_ROOT="$copy/empty"; says=".NET was not found" ;;
  bad_host) mkdir -p "$copy/dotnet/host/fxr/10.0.0"; echo no >"$copy/dotnet/host/fxr/10.0.0/libhostfxr.so"; export DOTNET_ROOT="$copy/dotnet"; says=".NET's host does not load" ;;
  other_dotnet) sed -i -E 's/("version": )"[0-9.]+"/\1"99.0.0"/' "$copy/libadapterbridge.runtimeconfig.json"; says="version '99.0.0'" ;;
  bad_assembly) echo no >"$copy/libadapterbridge.dll"; says="libadapterbridge.dll does not load" ;;
  # The name that the file was compiled with: the version that it asks its assemblies for.
  other_version) LC_ALL=C sed -i -E 's/adapterbridge-version [0-9]/adapterbridge-version 9/' "$copy/libadapterbridge.so"; says="is of version" ;;
  *) exit 2 ;;
esac
LD_LIBRARY_PATH="$copy" "$4" "$says"
rm -rf "$copy"
