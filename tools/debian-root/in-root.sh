#!/bin/sh
# Runs a command in the root folder that setup.sh made:   in-root.sh [--user UID[:GID]] ROOT DIR CMD [ARGS...]
# DIR, absolute, is the one host folder that the command sees, at the same path, and its working directory.
# Every step is an exec, so the caller's process id is the command's own: signals reach it and its exit code comes
# back. 125 is a failure of this script, 126 and 127 a command that cannot be run or found.
set -eu

die() {
  printf 'in-root: error: %s\n' "$*" >&2
  exit 125
}

# Called again by itself inside the new mount namespace, where nothing has been mounted yet.
inside=
if [ "${1:-}" = --inside ]; then
  inside=yes
  shift
fi
user=
if [ "${1:-}" = --user ]; then
  user=${2:-}
  case $user in
    '' | *[!0-9:]* | :* | *: | *:*:*) die "--user takes UID or UID:GID in digits, not '$user'" ;;
  esac
  shift 2
fi
[ $# -ge 3 ] || die 'call it as: in-root.sh [--user UID[:GID]] ROOT DIR CMD [ARGS...]'

if [ -z "$inside" ]; then
  [ "$(id -u)" = 0 ] || die 'this needs root (it mounts and calls chroot)'
  case $1 in /*) ;; *) die "ROOT must be absolute: $1" ;; esac
  case $2 in
    / | */../* | */..) die "DIR must be a folder below /, without '..': $2" ;;
    /*) ;;
    *) die "DIR must be absolute: $2" ;;
  esac
  [ -x "$1/usr/bin/setpriv" ] || die "$1 is no root folder of setup.sh"
  [ -d "$2" ] || die "no such folder: $2"
  # Without --fork, unshare execs: the namespace, and every mount in it, lives exactly as long as the command and its
  # children, however they end.
  exec unshare --mount -- "$0" --inside ${user:+--user "$user"} "$@" || exit 125
fi

root=$1
dir=$2
shift 2

# The command gets a writable layer of its own over the root folder, in memory and gone with the namespace: tests that
# run at the same time cannot meet each other's files, and none can spoil the cached folder.
# Relative names, because overlayfs takes a colon or a comma in a path for a separator.
cd "$root" || die "cannot enter $root"
mount -t tmpfs -o mode=755 tmpfs mnt || die "cannot mount a tmpfs; is this container privileged?"
(umask 022 && mkdir mnt/upper mnt/work mnt/root) || die 'cannot make the folders of the overlay'
mount -t overlay -o lowerdir=.,upperdir=mnt/upper,workdir=mnt/work overlay mnt/root || die "cannot mount an overlay; does the kernel have overlayfs, is this container privileged?"
new=$(pwd -P)/mnt/root
mount --rbind /dev "$new/dev" || die 'cannot bind /dev'
mount --rbind /proc "$new/proc" || die 'cannot bind /proc'
# The umask of the caller may be tight, but an unprivileged user has to get through to DIR.
(umask 022 && mkdir -p "$new$dir") || die "cannot make $dir inside the root"
mount --bind "$dir" "$new$dir" || die "cannot bind $dir"

if [ -n "$user" ]; then
  # As container runtimes do: opening /dev/stdout or /dev/stderr (nginx logs there) asks for the permission of the
  # pipe or file behind it, which belongs to the root that made it.
  for fd in 1 2; do
    if [ -p "/proc/self/fd/$fd" ] || [ -f "/proc/self/fd/$fd" ]; then
      chown "${user%%:*}" "/proc/self/fd/$fd" || die "cannot give file descriptor $fd to user $user"
    fi
  done
fi

# The caller's temporary folder is not inside.
unset TMPDIR
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
# setpriv, of the root itself, and not chroot --userspec: it drops the supplementary groups without a look-up in the
# root's /etc/passwd, after the change of folder, and can forbid new privileges as the pods' security context does.
# shellcheck disable=SC2016 # expanded by the shell inside
exec chroot "$new" /bin/sh -c '
  user=$1 dir=$2
  shift 2
  cd "$dir" || exit 125
  if [ -n "$user" ]; then
    exec setpriv --reuid="${user%%:*}" --regid="${user##*:}" --clear-groups --no-new-privs -- "$@"
  fi
  exec "$@"
' in-root "$user" "$dir" "$@"
