#!/bin/sh
# Makes the root folder the container of a pod and becomes its command: with its volumes, its user and no rights, and with a root file system that
# nobody can write to. Called by in-root.sh; FOLDER has the volumes and is out of sight for the command.
# A test may leave out what keeps a container from its rights: without:no-new-privs, without:read-only-root.
#   container.sh FOLDER IMAGE UID FSGROUP [without:WHAT]... [ro|rw|noexec:SOURCE:TARGET]... -- [NAME=VALUE]... COMMAND [ARGS]...
set -eu

folder=$1 image=$2 uid=$3 group=$4
shift 4

# Of the processes of the container, so that /proc/1 is its own.
busybox mount -t proc proc /proc
# A volume may lie over the folder itself, most are below /tmp.
busybox mount -o bind "$folder" /mnt
case $image in
  # The NGINX image: every program but NGINX is an applet of busybox.
  alpine)
    ln -sf busybox /bin/sh
    mkdir /opt/nginx
    ln -s /usr/sbin/nginx /opt/nginx/nginx
    PATH=/opt/tools:/opt/busybox:/opt/nginx
    ;;
  # The Jitsi images.
  debian) PATH=/opt/tools:/usr/local/bin:/usr/bin:/bin ;;
esac

root=ro privileges=--no-new-privs
while [ "$1" != -- ]; do
  case $1 in
    without:no-new-privs) privileges= && shift && continue ;;
    without:read-only-root) root=rw && shift && continue ;;
  esac
  mode=${1%%:*} target=${1##*:} source=${1#*:}
  source=/mnt/${source%:*}
  if [ -d "$source" ]; then
    mkdir -p "$target"
  else
    mkdir -p "${target%/*}"
    [ -e "$target" ] || : > "$target"
  fi
  # Without links, such as /var/run, because a mount is found again by its name.
  target=$(readlink -f "$target")
  busybox mount -o bind "$source" "$target"
  [ "$mode" = rw ] || busybox mount -o "remount,bind,$mode" "$target"
  shift
done
shift
busybox umount -l /mnt
busybox mount -o "remount,bind,$root" /
cd /

exec /usr/bin/setpriv --reuid="$uid" --regid="$uid" --groups="$group" ${privileges:+"$privileges"} --pdeathsig=KILL --inh-caps=-all --bounding-set=-all -- \
  /usr/bin/env -i PATH="$PATH" HOME=/ "$@"
