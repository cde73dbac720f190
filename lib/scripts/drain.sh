#!/bin/sh
# Asks the bridge to take no new meetings, and waits until it has ended: when the last participant has left, or when the time that custom-jvb.conf
# allows is over and the rest were moved to another bridge. Kubernetes stops the pod when this script ends.
set -u

rest=${REST:-http://127.0.0.1:8080}
interval=${INTERVAL:-5}
out=${OUT:-/proc/1/fd/1}

log() {
  echo "drain: $*" 2> /dev/null >> "$out" || echo "drain: $*" >&2
}

# Both the body and its type are needed: without them the bridge answers 500 and 415.
if ! curl --silent --show-error --fail --max-time 10 --header 'Content-Type: application/json' --data '{"graceful-shutdown": true}' "$rest/colibri/shutdown" > /dev/null; then
  log "the bridge does not take the request, it is stopped at once"
  exit 0
fi

# A bridge that has ended or hangs answers no more. Three times, so that one slow answer ends no meeting.
silent=0
said=
while [ "$silent" -lt 3 ]; do
  if stats=$(curl --silent --fail --max-time 10 "$rest/colibri/stats") && left=$(printf '%s' "$stats" | jq -r '.local_endpoints // empty') && [ -n "$left" ]; then
    silent=0
    [ "$left" = "$said" ] || log "$left participants left"
    said=$left
  else
    silent=$((silent + 1))
  fi
  sleep "$interval"
done
log "the bridge has ended"
