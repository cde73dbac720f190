#!/bin/sh
# Tells the bridge which addresses to announce, and hands over to the image's own start. The init system must be process 1, so it takes this shell's place.
# Addresses are found by the init container (ADDRESS_FILE) or known before (ADDRESSES); `address#port` where the public port is not the bridge's own.
set -eu

config=${CONFIG:-/config}
custom=$config/custom-jvb.conf
setting=ice4j.harvest.mapping.static-mappings

log() {
  echo "bridge: $*" >&2
}

die() {
  log "$*"
  exit 1
}

# The pod's own address of the same family; nothing if it has none.
own() {
  case $1 in
    *:*) echo "$POD_IPS" | tr , '\n' | grep -m 1 : ;;
    *) echo "$POD_IPS" | tr , '\n' | grep -v : | grep -m 1 . ;;
  esac
}

# Links into a ConfigMap's folder become files, which the bridge's user can replace when the container starts again.
if [ -n "${CONFIG_SOURCE:-}" ]; then
  for file in "$CONFIG_SOURCE"/*; do
    [ ! -f "$file" ] || install -m 0644 "$file" "$config/"
  done
fi

if [ -n "${ADDRESSES:-}" ]; then
  entries=$(echo "$ADDRESSES" | tr , '\n')
else
  entries=$(cat "$ADDRESS_FILE")
fi

if [ "${PICK:-}" = 1 ]; then
  # No shell sets it, but every container runtime.
  # shellcheck disable=SC3028
  pod=$HOSTNAME
  bridge=${pod##*-}
  case $bridge in '' | *[!0-9]*) die "the pod's name $pod ends in no number, which would say which address is this bridge's" ;; esac
  all=$(echo "$entries" | paste -s -d , -)
  entries=$(echo "$entries" | sed -n "$((bridge + 1))p")
  [ -n "$entries" ] || die "no address is left for bridge $bridge (counted from 0) among $all: name one for each bridge of the pool"
fi

announced='' mappings='' families=IPv4 number=0
for entry in $entries; do
  address=${entry%#*} port=$JVB_PORT
  case $entry in *#*) port=${entry##*#} ;; esac
  if ! from=$(own "$address"); then
    log "leaves out $entry, because the pod has no address of its family, only $POD_IPS"
    continue
  fi
  case $address in *:*) families=both ;; esac
  announced=$announced${announced:+,}$entry
  mappings=$mappings${mappings:+, }$(printf '{"local-address": "%s", "public-address": "%s", "local-port": %s, "public-port": %s, "name": "ip-%s"}' \
    "$from" "$address" "$JVB_PORT" "$port" "$number")
  number=$((number + 1))
done
[ -n "$announced" ] || die 'there is no address that it could announce, so no media would arrive; it does not start'

# A line of an earlier start of the container goes.
if [ -e "$custom" ] && grep -q "^$setting = " "$custom"; then
  kept=$(grep -v "^$setting = " "$custom" || :)
  echo "$kept" > "$custom"
fi

# The image's own variable knows IPv4 alone.
if [ "$families" = IPv4 ]; then
  JVB_ADVERTISE_IPS=$announced
  export JVB_ADVERTISE_IPS
else
  unset JVB_ADVERTISE_IPS
  [ ! -s "$custom" ] || [ -z "$(tail -c 1 "$custom")" ] || echo >> "$custom"
  echo "$setting = [$mappings]" >> "$custom"
fi
log "announces $announced, UDP port $JVB_PORT"
exec "${INIT:-/init}"
