#!/bin/sh
# Makes the JSON schemas that kubeconform validates with and prints the folder that holds them, and nothing else, on stdout:
#   SCHEMAS=$(tools/schemas/setup.sh)
# In it is a folder for each release of Kubernetes in `versions`, and `crds` for the custom resources under crds/.
set -eu

name=schemas
here=$(cd "$(dirname "$0")" && pwd -P)
repository=$(cd "$here/../.." && pwd -P)
# shellcheck source=SCRIPTDIR/../cache.sh
. "$here/../cache.sh"

schemas=$cache/schemas-$(key "$here/setup.sh" "$here/convert.ts" "$here/versions" "$repository"/crds/*.yaml </dev/null)

missing() {
  grep -v '^#' "$here/versions" | while read -r version checksum; do
    [ -d "$schemas/$version" ] || echo "$version $checksum"
  done
  [ -d "$schemas/crds" ] || echo 'crds -'
}

# Each is in place as soon as it is ready: an interrupted call goes on where it was.
convert() {
  rm -rf "$schemas/.unfinished"
  (cd "$repository" && node --import tsx "$here/convert.ts" "$schemas/.unfinished" "$@") >&2 || die "$here/convert.ts failed, see above"
  mv -T "$schemas/.unfinished" "$schemas/$wanted"
}

field() {
  printf '%s\n' "$module" | sed -n "s/^\t\"$1\": \"\(.*\)\",\{0,1\}$/\1/p"
}

if [ -n "$(missing)" ]; then
  command -v go >/dev/null || die "there is no Go, whose module proxy has the releases of Kubernetes; install the version that $here/../go.mod names, or a newer one"
  [ -d "$repository/node_modules/tsx" ] || die "there is no tsx in node_modules; run 'npm ci', call again"
  lock
  mkdir -p "$schemas"
  list=$(missing)
  # Not through a pipe, in whose shell `die` would end nothing but the loop.
  while read -r wanted checksum; do
    case $wanted in
      crds) convert "$repository"/crds/*.yaml ;;
      v*)
        say "converts Kubernetes $wanted"
        # Not in a folder with a go.mod, which would have a say in it.
        module=$(cd "$schemas" && GOFLAGS='' GOTOOLCHAIN=local go mod download -json "k8s.io/kubernetes@$wanted") ||
          die "cannot download k8s.io/kubernetes@$wanted: $(field Error); is Go's module proxy reachable? Then call again"
        [ "$(field Sum)" = "$checksum" ] || die "k8s.io/kubernetes@$wanted has the checksum $(field Sum), but $here/versions says $checksum; find out which is right before you go on"
        convert "$(field Dir)/api/openapi-spec/swagger.json"
        ;;
    esac
  done <<EOF
$list
EOF
fi
printf '%s\n' "$schemas"
