#!/bin/sh
# Starts coturn, and tells it when the certificate changes. Runs under the shell of the coturn image, which is that of Debian.
set -eu

config=${COTURN_CONFIG:-/config/turnserver.conf}
runtime=${COTURN_RUNTIME:-/run/coturn}
tls=${COTURN_TLS:-/etc/coturn/tls}
interval=${COTURN_INTERVAL:-10}

log() {
  echo "coturn: $*" >&2
}

# It becomes a line of the configuration, and Prosody's image puts it between quotes.
case $TURN_CREDENTIALS in
  '' | *[!A-Za-z0-9+/=._~-]*)
    log "the shared secret is empty, or has other characters than letters, digits and + / = . _ ~ -, so neither coturn nor Prosody could use it"
    exit 1
    ;;
esac

umask 077
mkdir -p "$runtime"
# The addresses of the pod and no others: not those of loopback, where nobody comes from. The secret is on no command line, where every process would show it.
{
  cat "$config"
  printf 'static-auth-secret=%s\n' "$TURN_CREDENTIALS"
  for address in $(echo "$POD_IPS" | tr , ' '); do
    printf 'listening-ip=%s\nrelay-ip=%s\n' "$address" "$address"
  done
} > "$runtime/turnserver.conf"
# The image's program has the capability of using ports below 1024, which it does not need here. The kernel starts no such program in a container that may have
# none; a copy has none.
cp "$(command -v turnserver)" "$runtime/turnserver"

fingerprint() {
  cat "$tls"/* | sha256sum
}

reload_on_change() {
  seen=$(fingerprint)
  while sleep "$interval"; do
    now=$(fingerprint) || continue
    [ "$now" != "$seen" ] || continue
    seen=$now
    log "the certificate changed, new connections get it unless coturn says below that it cannot be used; open ones go on"
    kill -USR2 "$coturn"
  done
}

coturn=
stop=
# It takes no new allocations and ends with the last one, or when the pod's time is over.
drain() {
  stop=yes
  [ -z "$coturn" ] || kill -USR1 "$coturn"
}
trap drain TERM INT
# From the beginning: it opens a log file before it has read that it shall not.
env -u TURN_CREDENTIALS "$runtime/turnserver" -c "$runtime/turnserver.conf" --log-file=stdout --simple-log &
coturn=$!
# The signal may have come before there was somebody to pass it on to.
[ -z "$stop" ] || kill -USR1 "$coturn"
[ ! -d "$tls" ] || reload_on_change &
# A signal ends the waiting, not coturn.
while :; do
  code=0
  wait "$coturn" || code=$?
  kill -0 "$coturn" 2> /dev/null || exit "$code"
done
