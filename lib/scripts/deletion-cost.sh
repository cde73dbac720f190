#!/bin/sh
# Keeps the number of participants on the pod as its deletion cost, so that a workload that is made smaller loses the bridge with the fewest.
# Needs curl and jq.
set -eu

api=https://${KUBERNETES_SERVICE_HOST}:${KUBERNETES_SERVICE_PORT}
case $KUBERNETES_SERVICE_HOST in *:*) api=https://[${KUBERNETES_SERVICE_HOST}]:${KUBERNETES_SERVICE_PORT} ;; esac
rest=${REST:-http://127.0.0.1:8080}
interval=${INTERVAL:-60}
annotation=controller.kubernetes.io/pod-deletion-cost
written=
said=

# Says each failure once until something has been written again. How long curl tried makes no difference.
failed() {
  what="($(echo "$*" | sed 's/ after [0-9]* / after /'))"
  case $said in
    *"$what"*) ;;
    *)
      echo "deletion cost: $*" >&2
      said=$said$what
      ;;
  esac
}

participants() {
  curl --silent --show-error --fail --max-time 10 "$rest/colibri/stats" 2>&1
}

# The token is short-lived and read anew each time; it reaches curl through its standard input, not its command line.
write() {
  printf 'header = "Authorization: Bearer %s"\n' "$(cat "$API_ACCESS/token")" |
    curl --silent --show-error --fail --max-time 10 --cacert "$API_ACCESS/ca.crt" --config - --output /dev/null --request PATCH \
      --header 'Content-Type: application/merge-patch+json' --data "{\"metadata\": {\"annotations\": {\"$annotation\": \"$1\"}}}" \
      "$api/api/v1/namespaces/$NAMESPACE/pods/$POD" 2>&1
}

keep() {
  while :; do
    if ! answer=$(participants); then
      failed "the bridge does not answer: $answer"
    elif ! cost=$(printf '%s' "$answer" | jq --exit-status .local_endpoints 2> /dev/null); then
      failed 'the bridge does not say how many participants it has'
    elif [ "$cost" = "$written" ] || answer=$(write "$cost"); then
      written=$cost
      said=
    else
      failed "the API server does not take it: $answer"
    fi
    sleep "$interval"
  done
}

# Process 1 gets only the signals that it asks for. A shell acts on one when its command has ended, which may take long, but at once while it waits.
trap 'exit 143' TERM
keep &
wait "$!"
