#!/bin/sh
# Fetches what the tests of the package in other languages and with other versions need, and makes what no registry has. Prints the folder that
# holds it, and nothing else, on stdout:   LANGUAGES=$(tools/languages/setup.sh)
# In it are releases of Node (node-20-x64/bin/node), the peers for npm (lowest/, newest/) and for Python (python/), the jars that jsii needs (jars/),
# the peers for Java and Go, made by jsii-pacmak from those in node_modules (java/, go/), and modules that these need (go/modules/).
set -eu

name=languages
here=$(cd "$(dirname "$0")" && pwd -P)
repository=$(cd "$here/../.." && pwd -P)
# shellcheck source=SCRIPTDIR/../cache.sh
. "$here/../cache.sh"
# shellcheck source=SCRIPTDIR/../debian-packages.sh
. "$here/../debian-packages.sh"
# shellcheck source=SCRIPTDIR/replace-peers.sh
. "$here/replace-peers.sh"

modules=$repository/node_modules
[ -d "$modules/jsii-pacmak" ] || die "there is no jsii-pacmak in node_modules; run 'npm ci', call again"
command -v go >/dev/null || die "there is no Go; install the version that $repository/tools/go.mod names, or a newer one"
if ! command -v javac >/dev/null || ! command -v mvn >/dev/null; then
  lock
  install_packages default-jdk-headless maven
fi

languages=$cache/$name-$(javac -version | key "$here/setup.sh" "$here/replace-peers.sh" "$here/pom.xml" "$here/jars.sha256" "$here/requirements.txt" "$here"/*/package-lock.json "$here"/*/*/package-lock.json \
  "$repository/examples/go/go.mod" "$repository/examples/go/go.sum" "$modules/cdk8s/package.json" "$modules/cdk8s-plus-27/package.json" "$modules/constructs/package.json" "$modules/jsii-pacmak/package.json")
[ -d "$languages" ] || lock
if [ -d "$languages" ]; then
  printf '%s\n' "$languages"
  exit
fi
rm -rf "$cache"/$name-*.unfinished
new=$languages.unfinished
mkdir "$new"

say 'step: Node and the peers'
for folder in nodes peers/lowest peers/newest; do
  mkdir -p "$new/$folder"
  cp "$here/$folder"/package*.json "$new/$folder"
  npm ci --prefix "$new/$folder" --no-audit --no-fund --silent >&2 || die "npm could not install what $here/$folder/package-lock.json names, see above; is its registry reachable? Then call again"
done
mv "$new"/nodes/node_modules/node-* "$new/peers/lowest" "$new/peers/newest" "$new"
rm -r "$new/nodes" "$new/peers"
for release in 20 22 24; do
  [ -x "$(echo "$new/node-$release"-*/bin/node)" ] || die "npm did not install Node $release, which is not an error to it; is its registry reachable? Then call again"
done

say 'step: Python'
pip=$("$repository/tools/python/setup.sh")/pip
"$pip" install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes --target "$new/python" --requirement "$here/requirements.txt" >&2 ||
  die 'pip could not install what requirements.txt names, see above; is the index of its configuration reachable? Then call again'

say 'step: jars'
mvn -B -q -Dstyle.color=never -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$new/jars" >&2 || die "Maven could not fetch what $here/pom.xml names, see above; is its repository reachable? Then call again"
(cd "$new/jars" && sha256sum --check --quiet --strict "$here/jars.sha256") >&2 || die "what Maven fetched is not what $here/jars.sha256 says, see above"

say 'step: jsii-pacmak'
PATH=$(echo "$new"/node-24-*/bin):$PATH
"$modules/.bin/jsii-pacmak" --code-only --recurse --no-npmignore --targets java go --outdir "$new/code" "$modules/cdk8s-plus-27" >&2 || die 'jsii-pacmak failed, see above'
mv "$new/code/go" "$new/go"

say 'step: javac'
find "$new/code/java/src/main/java" -name '*.java' >"$new/sources"
mkdir "$new/java"
javac -nowarn -proc:none -cp "$new/jars/*" -d "$new/java" "@$new/sources" 2>&1 | grep -v '^Note: ' >&2 || true
cp -R "$new/code/java/src/main/resources/." "$new/java"
[ -f "$new/java/org/cdk8s/plus27/Deployment.class" ] || die 'javac could not compile the peers, see above'
rm -r "$new/code" "$new/sources"

say 'step: go'
mkdir "$new/app"
(
  cd "$new/app"
  sed '/cdk8s-jitsi-go/d' "$repository/examples/go/go.mod" >go.mod
  cp "$repository/examples/go/go.sum" .
  replace_peers ../go
  cat >main.go <<'GO'
package main

import (
	_ "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus27/v2"
)

func main() {}
GO
  # Compiled, they are in Go's own cache.
  GOTOOLCHAIN=local CGO_ENABLED=0 GOWORK=off GOMODCACHE="$new/go/modules" GOFLAGS='-mod=mod -modcacherw -buildvcs=false' go build -trimpath -o /dev/null .
) >&2 || die "cannot build the peers for Go, see above; is Go's module proxy reachable? Then call again"
rm -r "$new/app"

mv -T "$new" "$languages"
printf '%s\n' "$languages"
