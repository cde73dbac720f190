#!/bin/sh
# Compiles with jsii and packs the result: leaves build/cdk8s-jitsi.tgz, its content in build/package/, and the reference build/API.md, unless all are
# there already, made of the same files. A copy is compiled, because jsii writes beside the sources, where programs that run TypeScript directly
# would take its files for the newer ones.
set -eu

cd "$(dirname "$0")/.."
mkdir -p build
exec 9>build/lock
! command -v flock >/dev/null || flock 9

sources() {
  find lib imports templates -type f | LC_ALL=C sort
  printf '%s\n' package.json package-lock.json tsconfig.jsii.json README.md CHANGELOG.md LICENSE tools/build.sh tools/start-here.md
}
inputs=$({ sources; sources | xargs cat; } | git hash-object --stdin)
if [ "$(cat build/inputs 2>/dev/null)" = "$inputs" ]; then
  echo 'build: build/ is up to date'
  exit 0
fi

bin=$PWD/node_modules/.bin
rm -rf build/inputs build/package build/reference build/source
mkdir build/source
sources | tar -cf - -T - | tar -xf - -C build/source
cd build/source
# "namespace" and "fixed" are words of C#, where jsii writes them in capitals; Kubernetes and Jitsi name things so.
"$bin/jsii" --tsconfig tsconfig.jsii.json --fail-on-warnings --silence-warnings reserved-word
# One file for all of ours: a process that makes one stack spent more time on loading a hundred and fifty small ones than on making it. Of what jsii compiled: it
# marks the classes.
"$bin/esbuild" lib/index.js --bundle --platform=node --target=node20 --packages=external --resolve-extensions=.js --log-level=warning --allow-overwrite --outfile=lib/index.js
# The program is one more, which takes the library as everybody does.
"$bin/esbuild" lib/cli/main.js --bundle --platform=node --target=node20 --packages=external --external:../index --resolve-extensions=.js --log-level=warning --allow-overwrite --outfile=lib/cli/main.js
find imports lib -name '*.ts' ! -name '*.d.ts' -exec rm {} +
# Of the declarations, those that the public ones name. Without their sources, or TypeScript would list these.
"$bin/tsc" --listFilesOnly --types node "$PWD/lib/index.d.ts" >../named
find "$PWD/imports" "$PWD/lib" -name '*.d.ts' | grep -vxFf ../named | xargs rm -f
cd ..
(cd source && npm pack --silent --ignore-scripts --pack-destination ..) >name
mv "$(cat name)" cdk8s-jitsi.tgz
tar -xzf cdk8s-jitsi.tgz

# The reference, of this package and the lowest versions of its peers alone: jsii-docgen takes whatever assemblies it finds below the folder.
mkdir reference
cp package/package.json package/.jsii reference
for peer in cdk8s cdk8s-plus-27 constructs; do
  mkdir -p "reference/node_modules/$peer"
  cp "../node_modules/$peer/.jsii" "reference/node_modules/$peer"
done
(cd reference && "$bin/jsii-docgen" --output ../reference.md)
for link in $(grep -o '(#[^)]*)' ../tools/start-here.md | tr -d '(#)'); do
  grep -qF "id=\"$link\"" reference.md || { echo "build: tools/start-here.md leads to $link, which the API does not have" >&2; exit 1; }
done
{ head -n 2 reference.md; cat ../tools/start-here.md; tail -n +3 reference.md; } >API.md
rm -r source reference reference.md named name
echo "$inputs" >inputs
