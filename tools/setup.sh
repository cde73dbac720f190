#!/bin/sh
# Makes everything that the real tests need, on a machine that may be new, and prints where it is, as lines for a shell to read:
#   eval "$(tools/setup.sh)"
# With a minor version of Kubernetes, an API server of that version too.
set -eu

tools=$(cd "$(dirname "$0")" && pwd -P)
answers=$(mktemp -d)
jobs=
trap 'rm -rf "$answers"' EXIT
# shellcheck disable=SC2086 # a list of process ids; commands in the background do not hear Ctrl-C
trap 'kill $(printf "%s\n" $jobs | cut -d : -f 1) 2>/dev/null; exit 130' INT TERM HUP

# At once: most of them wait for a download while Go computes.
prepare() {
  variable=$1
  shift
  "$@" >"$answers/$variable" &
  jobs="$jobs $!:$variable"
}

prepare DEBIAN_ROOT "$tools/debian-root/setup.sh"
prepare KUBERNETES_BIN "$tools/go-programs.sh" "$tools"
prepare SCANNERS_BIN "$tools/go-programs.sh" "$tools/scanners"
prepare STAND_INS_BIN "$tools/go-programs.sh" "$tools/cluster/stand-ins"
prepare CLUSTER_IMAGES "$tools/cluster/images/setup.sh"
prepare PYTHON_BIN "$tools/python/setup.sh"
prepare SCHEMAS "$tools/schemas/setup.sh"
prepare LANGUAGES "$tools/languages/setup.sh"
if [ $# -gt 0 ]; then
  prepare API_SERVER_BIN "$tools/go-programs.sh" "$tools/kubernetes-$1"
fi

failed=
for job in $jobs; do
  if wait "${job%%:*}"; then
    printf "export %s='%s'\n" "${job#*:}" "$(cat "$answers/${job#*:}")"
  else
    failed=yes
  fi
done
if [ -n "$failed" ]; then
  printf 'setup: error: the real tests cannot run, see above\n' >&2
  exit 1
fi
