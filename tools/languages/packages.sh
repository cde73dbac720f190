#!/bin/sh
# Makes the packages of the library for other languages, compiles the examples with them, and prints the folder that holds them, and nothing else,
# on stdout. Needs what setup.sh printed, and no network:   LANGUAGES=$(tools/languages/setup.sh) tools/languages/packages.sh
set -eu

name=packages
here=$(cd "$(dirname "$0")" && pwd -P)
repository=$(cd "$here/../.." && pwd -P)
# shellcheck source=SCRIPTDIR/../cache.sh
. "$here/../cache.sh"
# shellcheck source=SCRIPTDIR/replace-peers.sh
. "$here/replace-peers.sh"

lock
PATH=$(echo "${LANGUAGES:?}"/node-24-*/bin):$PATH
"$repository/tools/build.sh" >&2
packages=$cache/$name-$(basename "$LANGUAGES" | key "$here/packages.sh" "$repository/build/cdk8s-jitsi.tgz" "$repository"/examples/go/* "$repository/examples/java/src/main/java/org/example/Main.java")
if [ -d "$packages" ]; then
  touch "$packages"
  printf '%s\n' "$packages"
  exit
fi
# Each change of the library makes another.
find "$cache" -maxdepth 1 -name "$name-*" -type d \( -name '*.unfinished' -o -mtime +7 \) -exec rm -rf {} +
new=$packages.unfinished
mkdir "$new"

"$repository/node_modules/.bin/jsii-pacmak" --code-only --no-npmignore --targets python java go dotnet --outdir "$new" "$repository/build/package" >&2 || die 'jsii-pacmak failed, see above'

say 'step: Python'
PYTHONPATH=$LANGUAGES/python "${PYTHON_BIN:?}/pip" install --quiet --disable-pip-version-check --no-input --no-index --no-deps --no-build-isolation --target "$new/wheel" "$new/python" >&2 ||
  die 'pip cannot install the package for Python, see above'
rm -r "$new/python"
mv "$new/wheel" "$new/python"

say 'step: Java'
mkdir "$new/classes"
find "$new/java/src/main/java" "$repository/examples/java" -name '*.java' >"$new/sources"
javac -nowarn -proc:none -Xlint:-options -cp "$LANGUAGES/jars/*:$LANGUAGES/java" -d "$new/classes" "@$new/sources" >&2 || die 'javac cannot compile the package or the example for Java, see above'
cp -R "$new/java/src/main/resources/." "$new/classes"
rm -r "$new/java" "$new/sources"
mv "$new/classes" "$new/java"

say 'step: Go'
(
  cp "$repository"/examples/go/* "$new/go"
  cd "$new/go"
  replace_peers "$LANGUAGES/go"
  go mod edit -replace github.com/cdk8s-jitsi/cdk8s-jitsi-go/cdk8sjitsi=./cdk8sjitsi
  export GOTOOLCHAIN=local CGO_ENABLED=0 GOWORK=off GOPROXY=off GOMODCACHE="$LANGUAGES/go/modules" GOFLAGS='-mod=readonly -buildvcs=false'
  go vet .
  go build -trimpath -o app .
) >&2 || die 'Go cannot build the package or the example, see above'

mv -T "$new" "$packages"
printf '%s\n' "$packages"
