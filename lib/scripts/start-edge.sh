#!/bin/sh
# Starts NGINX, and reloads it when the certificate changes. Runs under the busybox shell of the NGINX image.
set -eu

resolv_conf=${RESOLV_CONF:-/etc/resolv.conf}
runtime=${EDGE_RUNTIME:-/tmp/edge}
tls=${EDGE_TLS:-/etc/nginx/tls}
config=${EDGE_CONFIG:-/etc/nginx/nginx.conf}
interval=${EDGE_INTERVAL:-10}
ipv6=${EDGE_IPV6:-/proc/net/if_inet6}

log() {
  echo "edge: $*" >&2
}

# NGINX wants IPv6 addresses in brackets and knows no zones.
nameservers=$(awk '$1 == "nameserver" { sub(/%.*/, "", $2); printf "%s ", ($2 ~ /:/) ? "[" $2 "]" : $2 }' "$resolv_conf")
if [ -z "$nameservers" ]; then
  log "$resolv_conf names no nameserver, so neither web nor Prosody can be found"
  exit 1
fi
mkdir -p "$runtime"
echo "resolver ${nameservers}valid=10s;" > "$runtime/resolver.conf"

# A kernel without IPv6 has no such file, and NGINX would not start.
if [ ! -e "$ipv6" ]; then
  grep -v '^ *listen \[::\]:' "$config" > "$runtime/nginx.conf"
  config=$runtime/nginx.conf
fi

fingerprint() {
  cat "$tls"/* | sha256sum
}

reload_on_change() {
  while sleep "$interval"; do
    now=$(fingerprint) || continue
    [ "$now" != "$seen" ] || continue
    # Who looks while the files are exchanged sees some of the old and some of the new.
    [ "$now" = "$(fingerprint)" ] || continue
    seen=$now
    if nginx -t -q -c "$config"; then
      log "the certificate changed, new connections get it; open ones go on"
      kill -HUP "$nginx"
    else
      log "the certificate changed but cannot be used, the old one stays in use: see the line above"
    fi
  done
}

# There is no certificate where TLS ends in front of the edge.
[ ! -d "$tls" ] || seen=$(fingerprint)
nginx=
stop=
# At TERM, which is what images without a stop signal of their own are sent, NGINX would cut off what runs.
trap 'stop=yes; [ -z "$nginx" ] || kill -QUIT "$nginx"' TERM QUIT INT
nginx -c "$config" -g 'daemon off;' &
nginx=$!
# The signal may have come before there was somebody to pass it on to.
[ -z "$stop" ] || kill -QUIT "$nginx"
[ -z "${seen:-}" ] || reload_on_change &
# A signal ends the waiting, not NGINX.
while :; do
  code=0
  wait "$nginx" || code=$?
  kill -0 "$nginx" 2> /dev/null || exit "$code"
done
