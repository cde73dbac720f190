#!/bin/sh
# Builds the Go programs of a folder with a go.mod, those of its `tool` directives and its own, and prints the folder that holds them, and
# nothing else, on stdout:   BIN=$(tools/go-programs.sh tools/scanners)
# A program that is in KUBEBUILDER_ASSETS, the folder of controller-runtime's envtest, is not built: look there first.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
module=$(cd "$1" && pwd -P)
name=go-$(basename "$module")
# shellcheck source=SCRIPTDIR/cache.sh
. "$here/cache.sh"

command -v go >/dev/null || die "there is no Go; install the version that $module/go.mod names, or a newer one"
# The Go of the key must be the one that builds, so it may not fetch another. Programs are static, so that they run in any root folder.
export GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS='-mod=readonly -buildvcs=false'

cd "$module"
bin=$cache/$name-$({ go version && find . -name '*.go' -exec cat {} +; } | key "$here/go-programs.sh" go.mod go.sum)
mkdir -p "$bin"

program() {
  case $1 in
    # etcd calls its command "server".
    go.etcd.io/etcd/server/*) echo etcd ;;
    *) basename "$1" ;;
  esac
}

missing() {
  { go list tool && go list -e ./... 2>/dev/null; } | while read -r package; do
    [ -x "$bin/$(program "$package")" ] || [ -x "${KUBEBUILDER_ASSETS:-/nowhere}/$(program "$package")" ] || echo "$package"
  done
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
    go build -trimpath -ldflags "-s -w$stamp" -o "$bin/.unfinished" "$package" || die "cannot build $package, see above"
    mv "$bin/.unfinished" "$bin/$(program "$package")"
  done
fi
printf '%s\n' "$bin"
