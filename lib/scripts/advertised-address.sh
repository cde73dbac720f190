#!/bin/sh
# Waits until the load balancer has given the media Service an address, and writes it down for the bridge. Needs curl and jq.
set -eu

api=https://${KUBERNETES_SERVICE_HOST}:${KUBERNETES_SERVICE_PORT}
case $KUBERNETES_SERVICE_HOST in *:*) api=https://[${KUBERNETES_SERVICE_HOST}]:${KUBERNETES_SERVICE_PORT} ;; esac
interval=${INTERVAL:-2}
said=
since=0

log() {
  echo "advertised address: $*" >&2
}

# Says what it waits for at once, and again every 30 seconds. How long curl tried makes no difference.
waiting() {
  now=$(date +%s)
  what=$(echo "$*" | sed 's/ after [0-9]* / after /')
  if [ "$what" != "$said" ] || [ $((now - since)) -ge 30 ]; then
    log "$*"
    said=$what
    since=$now
  fi
  sleep "$interval"
}

# The token is short-lived and read anew each time; it reaches curl through its standard input, not its command line.
service() {
  printf 'header = "Authorization: Bearer %s"\n' "$(cat "$API_ACCESS/token")" |
    curl --silent --show-error --fail --max-time 10 --cacert "$API_ACCESS/ca.crt" --config - "$api/api/v1/namespaces/$NAMESPACE/services/$SERVICE" 2>&1
}

# Only IPv4: the image maps the bridge's IPv4 address and no other.
ipv4_of() {
  case $1 in
    *:*) ;;
    *[!0-9.]*) getent ahostsv4 "$1" | awk '{ print $1 }' ;;
    *) echo "$1" ;;
  esac
}

discover() {
  while :; do
    if ! answer=$(service); then
      waiting "the API server does not answer: $answer"
      continue
    fi
    if ! names=$(printf '%s' "$answer" | jq -r 'if .kind == "Service" then .status.loadBalancer.ingress // [] | .[] | .ip // .hostname // empty else error end' 2> /dev/null); then
      waiting "the API server's answer is no Service"
      continue
    fi
    if [ -z "$names" ]; then
      waiting "Service $NAMESPACE/$SERVICE has no address yet; its load balancer must give it one, or name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)"
      continue
    fi
    addresses=$(for name in $names; do ipv4_of "$name"; done | sort -u | paste -s -d , -)
    if [ -z "$addresses" ]; then
      waiting "no IPv4 address behind $(echo "$names" | paste -s -d ' ' -); if it never comes, name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)"
      continue
    fi
    echo "$addresses" > "$ADDRESS_FILE.new"
    mv "$ADDRESS_FILE.new" "$ADDRESS_FILE"
    log "$addresses, from Service $NAMESPACE/$SERVICE"
    return
  done
}

# Process 1 gets only the signals that it asks for. A shell acts on one when its command has ended, which may take long, but at once while it waits.
trap 'exit 143' TERM
discover &
wait "$!"
