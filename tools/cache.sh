# Read by the scripts that fill the cache. They set `name`, for what they say, and `die` ends them.
# shellcheck shell=sh disable=SC2154 # the name is theirs

say() { printf '%s: %s\n' "$name" "$*" >&2; }
die() {
  say "error: $*"
  exit 1
}

cache=${CDK8S_JITSI_CACHE:-${XDG_CACHE_HOME:-${HOME:?set HOME or CDK8S_JITSI_CACHE}/.cache}/cdk8s-jitsi}
mkdir -p "$cache" || die "cannot make the cache folder $cache; set CDK8S_JITSI_CACHE to a writable one"
# Tests change directory, so a relative CDK8S_JITSI_CACHE must not leak into an answer.
cache=$(cd "$cache" && pwd -P)

# The lock stays inherited by what the script runs on purpose: if the script is killed alone, they go on writing, and no other call may
# clear away what they write before they are gone.
lock() {
  exec 9>"$cache/$name.lock"
  if ! flock -n 9; then
    say 'another call is at it; waiting for it'
    flock -w 3000 9 || die "no end of the other call after 50 minutes; see which process holds $cache/$name.lock, end it, call again"
  fi
}

# The folder that follows from the texts given: of the files named, and of standard input.
key() {
  { cat "$@" - && uname -m; } | sha256sum | cut -c 1-16
}
