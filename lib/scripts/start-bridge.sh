#!/bin/sh
# Hands the address that the init container found to the image's own start. The init system must be process 1, so it takes this shell's place.
set -eu

JVB_ADVERTISE_IPS=$(cat "${ADDRESS_FILE:-/address/ips}")
export JVB_ADVERTISE_IPS
echo "bridge: announces $JVB_ADVERTISE_IPS, UDP port $JVB_PORT" >&2
exec "${INIT:-/init}"
