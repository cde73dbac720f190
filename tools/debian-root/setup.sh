#!/bin/sh
# Makes a Debian root folder holding the real servers and shells that the tests run through in-root.sh, and prints
# its absolute path, and nothing else, on stdout:   ROOT=$(tools/debian-root/setup.sh)
set -eu

# A package more is a word more here; the key of the root folder follows from the text of this script.
PACKAGES='nginx prosody coturn wrk shellcheck dash busybox curl jq openssl ca-certificates iproute2'
# The suite whose servers are those of the container images, whose series they must be.
SUITE=forky
NGINX=1.30
PROSODY=13.0
# The image has 4.17, from which on a console and DTLS are off unless they are asked for; no suite has that.
COTURN=4.18
# What the generated nginx configuration uses, as `nginx -V` spells it.
NGINX_FLAGS='http_v2_module http_gunzip_module http_stub_status_module http_realip_module http_ssl_module'

# Callers capture stdout, so all that the tools below say goes to stderr.
exec 3>&1 1>&2

name=debian-root
here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=SCRIPTDIR/../cache.sh
. "$here/../cache.sh"
# shellcheck source=SCRIPTDIR/../debian-packages.sh
. "$here/../debian-packages.sh"

[ "$(id -u)" = 0 ] || die "this needs root (it makes device nodes and mounts); call it as root or with sudo"

root=$cache/debian-root-$(key "$here/setup.sh" </dev/null)

# Only a finished root ever gets this name, so that it exists is all there is to check.
if [ -d "$root" ]; then
  printf '%s\n' "$root" >&3
  exit 0
fi

# shellcheck source=/dev/null # it is the machine's, not ours
distribution=$(. /etc/os-release 2>/dev/null && printf %s "${ID:-}") || distribution=
if [ "$distribution" != debian ] || ! command -v apt-get >/dev/null; then
  die "this machine is '${distribution:-unknown}', not Debian; run the tests in a (privileged) container of Debian 12 or newer"
fi

lock
if [ -d "$root" ]; then
  printf '%s\n' "$root" >&3
  exit 0
fi

# Under the lock nobody else is building, hence whatever is unfinished was left by an interrupted call.
# One file system only: should a mount have stayed behind, the machine's own /dev must not be emptied through it.
rm -rf --one-file-system "$cache"/debian-root-*.unfinished || die "cannot remove $cache/debian-root-*.unfinished; see 'mount' for mounts left inside, unmount them, call again"

missing=
for pair in mmdebstrap:mmdebstrap mount:mount unshare:util-linux; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || missing="$missing debian-archive-keyring"
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086 # a list of package names
  install_packages $missing
fi

# apt itself reads its configuration, so every notation that it knows is known here. Its lists tell Debian's main
# archive from Debian's security archive and from third parties that also call their component "main".
find_mirror() {
  # shellcheck disable=SC2016 # the $(...) are apt's own place-holders
  apt-get indextargets --format '$(COMPONENT)|$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
    sed -n 's/^main|Debian|Debian|\(https\{0,1\}:.*\)$/\1/p' | head -n 1
}
mirror=$(find_mirror)
if [ -z "$mirror" ]; then
  update
  mirror=$(find_mirror)
fi
[ -n "$mirror" ] || die "step: find the mirror: apt's configuration names no http(s) mirror of Debian's main archive that answers; add one to /etc/apt/sources.list.d and call again"

unfinished=$root.unfinished
trap 'rm -rf --one-file-system "$unfinished"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# The servers run as unprivileged users in this root, whatever the caller's umask is.
umask 022

say "step: mmdebstrap $SUITE"
# Check-Valid-Until is off because a mirror's copy of a testing suite can be weeks old, as a frozen one always is. The
# signature of its Release file is still checked, against Debian's own keys only.
# Documentation is left out, and so are the package lists, because nothing reads them; it saves time and room.
# stdout is closed so that a caller killed meanwhile is not kept waiting for the end of its command substitution.
mmdebstrap --mode=root --variant=essential \
  --include="$(printf %s "$PACKAGES" | tr ' ' ,)" \
  --aptopt='Acquire::Check-Valid-Until "false"' \
  --aptopt='Acquire::Languages "none"' \
  --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  "$SUITE" "$unfinished" "deb [signed-by=$keyring] $mirror $SUITE main" 3>&- ||
  die "mmdebstrap failed (its own message is above): is the mirror of apt's configuration reachable, does it serve $SUITE and all of PACKAGES, may this container mount and make device nodes (privileged)? Then call again"

say 'step: finish'
# Without it `localhost` has no address inside, and servers are told to listen there.
printf '127.0.0.1 localhost\n::1 localhost\n' >"$unfinished/etc/hosts" || die "step: finish: cannot write into $unfinished"
# In the NGINX image, which is alpine, every tool of a script is an applet of busybox: a test that puts this folder
# first in PATH gets the same, instead of the GNU tools beside it.
mkdir -p "$unfinished/opt/busybox"
chroot "$unfinished" busybox --list >"$unfinished/opt/applets" || die "step: list the applets: busybox does not run in the new root; see its message above"
while read -r applet; do
  ln -s /bin/busybox "$unfinished/opt/busybox/$applet"
done <"$unfinished/opt/applets"
[ -e "$unfinished/opt/busybox/busybox" ] || ln -s /bin/busybox "$unfinished/opt/busybox/busybox"
rm "$unfinished/opt/applets"

say 'step: verify'
version=$(chroot "$unfinished" nginx -v 2>&1) || die "step: verify: nginx does not run: $version"
case $version in
  "nginx version: nginx/$NGINX".*) ;;
  *) die "step: verify: the image has nginx $NGINX, but $SUITE has '$version'; choose another SUITE in $0, or NGINX if the image has moved on too" ;;
esac
flags=$(chroot "$unfinished" nginx -V 2>&1)
for flag in $NGINX_FLAGS; do
  case $flags in
    *"--with-$flag"*) ;;
    *) die "step: verify: nginx of $SUITE lacks $flag; add the package that has it to PACKAGES in $0" ;;
  esac
done
prosody=$(chroot "$unfinished" prosodyctl about 2>/dev/null | grep '^Prosody [0-9]')
case $prosody in
  "Prosody $PROSODY".*) ;;
  *) die "step: verify: the image has Prosody $PROSODY, but $SUITE has '$prosody'; choose another SUITE in $0, or PROSODY if the image has moved on too" ;;
esac
coturn=$(chroot "$unfinished" turnserver --version) || die 'step: verify: turnserver does not run; see its message above'
case $coturn in
  "$COTURN".*) ;;
  *) die "step: verify: $SUITE has coturn '$coturn'; choose another SUITE in $0, or COTURN if the image has moved on too" ;;
esac
chroot "$unfinished" shellcheck --version >/dev/null || die 'step: verify: shellcheck does not run; see its message above'
[ "$(chroot "$unfinished" busybox ash -c 'echo runs')" = runs ] || die 'step: verify: busybox ash does not run; see its message above'
[ "$(chroot "$unfinished" dash -c 'echo runs')" = runs ] || die 'step: verify: dash does not run; see its message above'

mv -T "$unfinished" "$root" || die "step: rename: cannot give $unfinished its final name"
trap - EXIT
say "done: $version, $(du -sm "$root" | cut -f 1) MB"
printf '%s\n' "$root" >&3
