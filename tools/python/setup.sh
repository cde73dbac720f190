#!/bin/sh
# Makes a virtual environment with the Python programs of requirements.txt and prints the folder that holds them, and nothing else, on
# stdout:   BIN=$(tools/python/setup.sh)
set -eu

name=python
here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=SCRIPTDIR/../cache.sh
. "$here/../cache.sh"
# shellcheck source=SCRIPTDIR/../debian-packages.sh
. "$here/../debian-packages.sh"

REMEDY='install Python 3.11 or newer with its modules venv and ensurepip (Debian: apt-get install python3-venv), call again'

# Nothing, if it is too old or not there.
which_python() {
  python3 -ISc 'import sys; sys.version_info >= (3, 11) and print(sys.executable, sys.version)' 2>/dev/null
}
makes_environments() {
  python3 -Ic 'import ensurepip, venv' 2>/dev/null
}
install_python() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || die "no Python here makes virtual environments; $REMEDY"
  install_packages python3-venv
}

python=$(which_python) || python=
if [ -z "$python" ]; then
  lock
  install_python
  python=$(which_python) || python=
fi
[ -n "$python" ] || die "python3 is $(command -v python3 || echo missing) and older than 3.11; $REMEDY"
environment=$cache/python-$(echo "$python" | key "$here/setup.sh" "$here/requirements.txt")

# Programs in a virtual environment name its folder, so it cannot be made elsewhere and moved: a file in it says that it is finished.
if [ ! -f "$environment/finished" ]; then
  lock
  makes_environments || install_python
fi
if [ ! -f "$environment/finished" ]; then
  say 'step: venv'
  python3 -m venv --clear "$environment" >&2 || die "cannot make a virtual environment in $environment, see above; $REMEDY"
  say 'step: pip install'
  "$environment/bin/pip" install --quiet --disable-pip-version-check --no-input --require-hashes --requirement "$here/requirements.txt" >&2 ||
    die 'pip could not install what requirements.txt names, see above; is the index of its configuration reachable? Then call again'
  touch "$environment/finished"
  say "done: $(du -sm "$environment" | cut -f 1) MB"
fi
printf '%s\n' "$environment/bin"
