#!/bin/sh
# Asks the bridge to take no new meetings, and waits until it has ended: when the last participant has left, or when the time that custom-jvb.conf
# allows is over and the rest were moved to another bridge. Kubernetes stops the pod when this script ends.
# In a pool (PEERS) it first waits until another bridge takes new meetings, because all bridges may be told to stop at once.
set -u

rest=${REST:-http://127.0.0.1:8080}
interval=${INTERVAL:-5}
out=${OUT:-/proc/1/fd/1}

log() {
  echo "drain: $*" 2> /dev/null >> "$out" || echo "drain: $*" >&2
}

# Logs what it waits for when that changes.
waits() {
  [ "$1" = "$said" ] || log "$1"
  said=$1
}

# Whether jicofo shall prefer other bridges: `enable` or `disable`. The other bridges of the pool see it, so it is how this one asks for its turn.
prefer_others() {
  curl --silent --show-error --fail --max-time 10 --data '' "$rest/colibri/drain/$1" > /dev/null
}

# What the bridge at an address is up to: a line if it takes new meetings, which begins with `asks` if it would like to stop that.
look_at() {
  host=$1
  case $1 in *:*) host=[$1] ;; esac
  curl --silent --fail --max-time 5 "http://$host:8080/colibri/stats" |
    jq -r --arg address "$1" 'select(.graceful_shutdown == false and .shutting_down == false) | (if .drain == true then "asks " else "takes " end) + $address' 2> /dev/null
}

# Whether the pool's Service has gone, which is when no bridge comes back: DNS answers, and does not know it any more.
is_removed() {
  getent ahosts "kubernetes.default.svc.${PEERS#*.*.svc.}" > /dev/null
}

# Only who has asked for its turn, and then finds another one that takes new meetings and nobody else that asks, may go. Of several that ask at once
# each sees the others, and all but the one with the first address step back. So never do all of them go.
take_turn() {
  patience=${PATIENCE:-600}
  deadline=$(($(date +%s) + patience))
  own=$(echo "$POD_IPS" | tr , '\n')
  # Somebody else may have switched drain mode on: that asks too, until it steps back.
  pool='' asked=perhaps removed=''
  while [ "$(date +%s)" -lt "$deadline" ]; do
    all=$(getent ahosts "$PEERS" | awk '{ print $1 }' | sort -u)
    others=$(echo "$all" | grep -vxF "$own")
    # Twice, because of two answers one may be old.
    if [ -z "$all" ] && is_removed; then
      [ -z "$removed" ] || { log "its pool is being removed, nobody is waited for"; return; }
      removed=perhaps
    fi
    # Later it is alone only while a successor is on its way.
    [ -n "$others$pool" ] || [ -z "$all" ] || return
    pool=${others:+yes}$pool
    # All at the same time: many that hang cost as much time as one.
    seen=$(for address in $others; do look_at "$address" & done; wait)
    rivals=$(echo "$seen" | sed -n 's/^asks //p')
    first=$( (echo "$all" | grep -xF "$own" || echo "$own"; echo "$rivals") | grep . | sort | head -n 1)
    if [ "$asked" = yes ] && [ -n "$seen" ] && [ -z "$rivals" ]; then
      return
    elif [ -z "$seen" ]; then
      waits "waits for another bridge that takes new meetings, at most $patience seconds"
      step_back
    elif [ -n "$rivals" ] && ! echo "$own" | grep -qxF "$first"; then
      waits "waits for its turn, at most $patience seconds"
      step_back
    elif [ "$asked" != yes ]; then
      # Where that is refused, at least the others are looked at once more.
      prefer_others enable
      asked=yes
    fi
    sleep "$interval"
  done
  log "no turn for it within $patience seconds, it waits no longer"
}

step_back() {
  [ -z "$asked" ] || prefer_others disable
  asked=
}

said=
[ -z "${PEERS:-}" ] || take_turn

# Both the body and its type are needed: without them the bridge answers 500 and 415.
if ! curl --silent --show-error --fail --max-time 10 --header 'Content-Type: application/json' --data '{"graceful-shutdown": true}' "$rest/colibri/shutdown" > /dev/null; then
  log "the bridge does not take the request, it is stopped at once"
  exit 0
fi

# A bridge that has ended or hangs answers no more. Three times, so that one slow answer ends no meeting.
silent=0
while [ "$silent" -lt 3 ]; do
  if stats=$(curl --silent --fail --max-time 10 "$rest/colibri/stats") && left=$(printf '%s' "$stats" | jq -r '.local_endpoints // empty') && [ -n "$left" ]; then
    silent=0
    waits "$left participants left"
  else
    silent=$((silent + 1))
  fi
  sleep "$interval"
done
log "the bridge has ended"
