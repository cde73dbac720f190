#!/bin/sh
# Compiles with jsii, which writes beside the sources, and packs the result into build/. The compiled files do not stay beside the sources:
# programs that run TypeScript directly would take them for the newer ones. Leaves build/cdk8s-jitsi.tgz, its content in build/package/, and the reference
# build/API.md.
set -eu

cd "$(dirname "$0")/.."

clean() {
  find lib imports \( -name '*.js' -o -name '*.d.ts' \) -exec rm -f {} +
  rm -f .jsii tsconfig.tsbuildinfo
}
trap clean EXIT

clean
rm -rf build
mkdir build
# "namespace" and "fixed" are words of C#, where jsii writes them in capitals; Kubernetes and Jitsi name things so.
node_modules/.bin/jsii --tsconfig tsconfig.jsii.json --fail-on-warnings --silence-warnings reserved-word
# One file for all of ours: a process that makes one stack spent more time on loading a hundred and fifty small ones than on making it. Of what jsii compiled: it
# marks the classes.
node_modules/.bin/esbuild lib/index.js --bundle --platform=node --target=node20 --packages=external --resolve-extensions=.js --log-level=warning --outfile=build/index.js
# The program is one more, which takes the library as everybody does.
node_modules/.bin/esbuild lib/cli/main.js --bundle --platform=node --target=node20 --packages=external --external:../index --resolve-extensions=.js --log-level=warning --outfile=build/main.js
find lib imports -name '*.js' -exec rm -f {} +
rm lib/cli/*.d.ts
mv build/index.js lib/index.js
mv build/main.js lib/cli/main.js
npm pack --silent --ignore-scripts --pack-destination build > build/name
mv "build/$(cat build/name)" build/cdk8s-jitsi.tgz
rm build/name
tar -xzf build/cdk8s-jitsi.tgz -C build

# The reference, of this package and the lowest versions of its peers alone: jsii-docgen takes whatever assemblies it finds below the folder.
mkdir -p build/reference
cp build/package/package.json build/package/.jsii build/reference
for peer in cdk8s cdk8s-plus-27 constructs; do
  mkdir -p "build/reference/node_modules/$peer"
  cp "node_modules/$peer/.jsii" "build/reference/node_modules/$peer"
done
(cd build/reference && ../../node_modules/.bin/jsii-docgen --output ../API.md)
