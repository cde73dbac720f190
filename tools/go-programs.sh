#!/bin/sh
# Builds the Go programs of a folder with a go.mod, those of its `tool` directives and its own, and prints the folder that holds them, and
# nothing else, on stdout:   BIN=$(tools/go-programs.sh tools/scanners)
# A file build-tags beside the go.mod has the build tags, with commas between them.
# Those of tools/go.mod that are in KUBEBUILDER_ASSETS, the folder of controller-runtime's envtest, are not built: look there first.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
module=$(cd "$1" && pwd -P)
name=go-$(basename "$module")
# shellcheck source=SCRIPTDIR/cache.sh
. "$here/cache.sh"

# Other versions of Kubernetes are built because they are not what a developer has there.
assets=
[ "$module" != "$here" ] || [ -z "${KUBEBUILDER_ASSETS:-}" ] || assets=$(cd "$KUBEBUILDER_ASSETS" && pwd -P) || die "KUBEBUILDER_ASSETS is no folder: $KUBEBUILDER_ASSETS"

command -v go >/dev/null || die "there is no Go; install the version that $module/go.mod names, or a newer one"
# The Go of the key must be the one that builds, so it may not fetch another. Programs are static, so that they run in any root folder.
# A workspace of the caller would have a say in it.
export GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS='-mod=readonly -buildvcs=false' GOWORK=off

cd "$module"
# What is below another go.mod belongs to another module.
sources() {
  find . -mindepth 1 -type d -exec test -e {}/go.mod \; -prune -o -name '*.go' -print | LC_ALL=C sort | xargs -r cat
}
tags=$(cat build-tags 2>/dev/null) || tags=
bin=$cache/$name-$({ go version && printf '%s\n' "$tags" && sources; } | key "$here/go-programs.sh" go.mod go.sum)
mkdir -p "$bin"

program() {
  case $1 in
    # etcd calls its command "server".
    go.etcd.io/etcd/server/*) echo etcd ;;
    *) basename "$1" ;;
  esac
}

# Go needs all modules to tell, so what it told is kept.
packages=$bin/.packages
if [ ! -f "$packages" ]; then
  tools=$(go list tool) || die "cannot list the programs of $module, see above; is Go's module proxy reachable? Then call again"
  own=$(go list -f '{{if eq .Name "main"}}{{.ImportPath}}{{end}}' ./...) || die "cannot list the programs of $module, see above"
  printf '%s\n' "$tools" "$own" | sed '/^$/d' >"$packages.$$"
  mv "$packages.$$" "$packages"
fi

missing() {
  while read -r package; do
    [ -x "$bin/$(program "$package")" ] || [ -x "${assets:-/nowhere}/$(program "$package")" ] || echo "$package"
  done <"$packages"
}

if [ -n "$(missing)" ]; then
  lock
  # Without a version, kubectl refuses to talk about its own.
  version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes 2>/dev/null) || version=
  stamp=
  if [ -n "$version" ]; then
    minor=${version#v*.}
    minor=${minor%%.*}
    for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
      stamp="$stamp -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$minor"
    done
  fi
  # Each is in place as soon as it is ready: an interrupted call goes on where it was.
  for package in $(missing); do
    say "builds $package"
    go build -trimpath -tags "$tags" -ldflags "-s -w$stamp" -o "$bin/.unfinished" "$package" || die "cannot build $package, see above"
    mv "$bin/.unfinished" "$bin/$(program "$package")"
  done
fi
printf '%s\n' "$bin"
