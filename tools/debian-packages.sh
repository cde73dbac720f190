# Read by the scripts that need programs of Debian packages, after cache.sh.
# shellcheck shell=sh disable=SC2154 # what cache.sh sets

export DEBIAN_FRONTEND=noninteractive
updated=
update() {
  [ -z "$updated" ] || return 0
  updated=yes
  # One call after the other: apt waits for others when it installs, but not when it updates.
  exec 8>"$cache/apt.lock"
  flock -w 1200 8 || die "no end of another call's apt-get update after 20 minutes; see which process holds $cache/apt.lock, end it, call again"
  say 'step: apt-get update'
  # Not fatal: an unreachable third-party source fails the update, yet takes nothing from us; if Debian's own lists
  # are missing, the next step says so.
  apt-get -qq update >&2 || say 'apt-get update reported errors; going on with the lists it got'
  exec 8>&-
}

install_packages() {
  update
  say "step: apt-get install $*"
  apt-get -qq install -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >&2 ||
    die "apt-get could not install $*; run 'apt-get update && apt-get install $*' as root and mend what it says, call again"
}
