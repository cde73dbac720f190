#!/bin/sh
# Makes the images of the test cluster, under the references that the manifests name, and prints the folder that holds their archive, and nothing
# else, on stdout:   IMAGES=$(tools/cluster/images/setup.sh)
set -eu

name=images
here=$(cd "$(dirname "$0")" && pwd -P)
repository=$(cd "$here/../../.." && pwd -P)
# shellcheck source=SCRIPTDIR/../../cache.sh
. "$here/../../cache.sh"

# Programs of the images run as users who own none of their files, whatever the caller's umask is.
umask 022
[ -d "$repository/node_modules/tsx" ] || die "there is no tsx in node_modules; run 'npm ci', call again"
root=$("$repository/tools/debian-root/setup.sh")
stand_ins=$("$repository/tools/go-programs.sh" "$here/../stand-ins")

images=$cache/images-$({ basename "$root" && basename "$stand_ins"; } | key "$here"/*.sh "$here"/*.ts "$repository/lib/images.ts" "$repository/lib/components/bridge-variables.ts" "$repository/test/support/image-variables.ts" "$repository/test/verify/support/prosody-config.ts")
if [ ! -d "$images" ]; then
  lock
  if [ ! -d "$images" ]; then
    rm -rf "$cache"/images-*.unfinished
    say 'makes the images of the cluster'
    mkdir "$images.unfinished"
    (cd "$repository" && node --import tsx "$here/make.ts" "$images.unfinished" "$root" "$stand_ins/stand-ins") >&2 || die "$here/make.ts failed, see above"
    mv -T "$images.unfinished" "$images"
  fi
fi
printf '%s\n' "$images"
