#!/bin/sh
# Waits until the bridge's address is known to Kubernetes, from the media Service's load balancer (SERVICE) or from its Node (NODE), and writes it down
# for the bridge, one address a line. Needs curl and jq.
set -eu

api=https://${KUBERNETES_SERVICE_HOST}:${KUBERNETES_SERVICE_PORT}
case $KUBERNETES_SERVICE_HOST in *:*) api=https://[${KUBERNETES_SERVICE_HOST}]:${KUBERNETES_SERVICE_PORT} ;; esac
interval=${INTERVAL:-2}
said=
since=0

if [ -n "${NODE:-}" ]; then
  kind=Node object="Node $NODE" path=/api/v1/nodes/$NODE
  names='.status.addresses // [] | .[] | select(.type == "ExternalIP") | .address'
  missing="has no ExternalIP address; if it never gets one, use AdvertisedAddress.nodeInternalIp or AdvertisedAddress.fixed"
else
  kind=Service object="Service $NAMESPACE/$SERVICE" path=/api/v1/namespaces/$NAMESPACE/services/$SERVICE
  names='.status.loadBalancer.ingress // [] | .[] | .ip // .hostname // empty'
  missing="has no address yet; its load balancer must give it one, or name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)"
fi

# The bridge maps a public address to one of its own, which must be of the same family.
case $POD_IPS in
  *.*:* | *:*.*) family='IPv4 or IPv6' usable=. ;;
  *:*) family=IPv6 usable=: ;;
  *) family=IPv4 usable='^[^:][^:]*$' ;;
esac

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
read_object() {
  printf 'header = "Authorization: Bearer %s"\n' "$(cat "$API_ACCESS/token")" |
    curl --silent --show-error --fail --max-time 10 --cacert "$API_ACCESS/ca.crt" --config - "$api$path" 2>&1
}

addresses_of() {
  case $1 in
    *:*) echo "$1" ;;
    *[!0-9.]*) getent ahosts "$1" | awk '{ print $1 }' ;;
    *) echo "$1" ;;
  esac
}

# The lines that are there, in one.
joined() {
  paste -s -d "$1" -
}

discover() {
  while :; do
    if ! answer=$(read_object); then
      waiting "the API server does not answer: $answer"
      continue
    fi
    if ! found=$(printf '%s' "$answer" | jq -r --arg kind "$kind" "if .kind == \$kind then $names else error end" 2> /dev/null); then
      waiting "the API server's answer is no $kind"
      continue
    fi
    if [ -z "$found" ]; then
      waiting "$object $missing"
      continue
    fi
    all=$(for name in $found; do addresses_of "$name"; done | LC_ALL=C sort -u)
    addresses=$(echo "$all" | grep "$usable" || :)
    if [ -z "$addresses" ]; then
      waiting "no $family address behind $(echo "$found" | joined ' '); if it never comes, name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)"
      continue
    fi
    [ "$addresses" = "$all" ] || log "leaves out $(echo "$all" | grep -v "$usable" | joined ' '), because the pod has no other address than $family"
    echo "$addresses" > "$ADDRESS_FILE.new"
    mv "$ADDRESS_FILE.new" "$ADDRESS_FILE"
    log "$(echo "$addresses" | joined ,), from $object"
    return
  done
}

# Process 1 gets only the signals that it asks for. A shell acts on one when its command has ended, which may take long, but at once while it waits.
trap 'exit 143' TERM
discover &
wait "$!"
