#!/bin/sh
# Fails when something that is made from something else is no longer what would be made now: dist/ (by both ways of synthesis), imports/, and
# API.md, which "npm run build" makes.
set -eu

cd "$(dirname "$0")/.."
export CDK8S_CHECK_UPGRADE=false
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

drifted() {
  echo "drift: $1" >&2
  exit 1
}

cp -R dist "$fresh/dist"
cp -R imports "$fresh/imports"
env -u PUBLIC_URL -u JITSI_NAMESPACE -u TLS_SECRET_NAME -u JVB_ADVERTISE_IPS npm run --silent synth 2> /dev/null
diff -r "$fresh/dist" dist >&2 || drifted 'dist/ is not what main.ts synthesizes; run "npm run synth", read the diff and commit it'
env -u PUBLIC_URL -u JITSI_NAMESPACE -u TLS_SECRET_NAME -u JVB_ADVERTISE_IPS node_modules/.bin/cdk8s synth --output "$fresh/cli" > /dev/null 2>&1
diff -r "$fresh/cli" dist >&2 || drifted '"cdk8s synth" and "npm run synth" differ'
tools/import-crds.sh 2> /dev/null
diff -r "$fresh/imports" imports >&2 || drifted 'imports/ is not what crds/ gives; run "npm run import", read the diff and commit it'
diff build/API.md API.md >&2 || drifted 'API.md is not what "npm run build" makes; run "npm run api", read the diff and commit it'
echo 'no drift: dist/, imports/ and API.md are what would be made now'
