#!/bin/sh
# Makes what is missing of the stack's secrets: passwords, and a self-signed certificate. What is there already stays as it is.
# Needs curl, jq and openssl. Tries again until it succeeds, with a line for each try.
# Names of hosts may have a star in them.
set -euf

api=https://${KUBERNETES_SERVICE_HOST}:${KUBERNETES_SERVICE_PORT}
case $KUBERNETES_SERVICE_HOST in *:*) api=https://[${KUBERNETES_SERVICE_HOST}]:${KUBERNETES_SERVICE_PORT} ;; esac
secrets=$api/api/v1/namespaces/$NAMESPACE/secrets
work=${WORK:-/tmp}
interval=${INTERVAL:-3}
mark=cdk8s-jitsi/self-signed-for
renew_before=$((30 * 24 * 3600))
umask 077

log() {
  echo "bootstrap: $*" >&2
}

# request METHOD URL [content type, body in $work/body]: prints the status; the answer is in $work/answer.
# The token reaches curl through its standard input, and secrets through files, so that no process shows them.
request() {
  set -- "$1" "$2" ${3:+--header "Content-Type: $3" --data-binary "@$work/body"}
  method=$1 url=$2
  shift 2
  printf 'header = "Authorization: Bearer %s"\n' "$(cat "$API_ACCESS/token")" |
    curl --silent --show-error --max-time 10 --cacert "$API_ACCESS/ca.crt" --config - --request "$method" --output "$work/answer" --write-out '%{http_code}' "$@" "$url"
}

refused() {
  log "$1: the API server answered $2: $(jq -r '.message // empty' "$work/answer" 2>/dev/null)"
  return 1
}

# read_secret NAME: its status is 200, and the Secret in $work/answer, or 404.
read_secret() {
  status=$(request GET "$secrets/$1") || return 1
  case $status in
    200) jq --exit-status '.kind == "Secret"' "$work/answer" > "$work/checked" 2>&1 || { log "reading Secret $1: the API server's answer is no Secret"; return 1; } ;;
    404) ;;
    *) refused "reading Secret $1" "$status" ;;
  esac
}

# create NAME TYPE: a new Secret with the data and annotations of $work/new.
create() {
  jq --arg name "$1" --arg type "$2" --argjson labels "$LABELS" \
    '{apiVersion: "v1", kind: "Secret", type: $type, metadata: {name: $name, labels: $labels, annotations: .annotations}, data: .data}' "$work/new" > "$work/body" || return 1
  status=$(request POST "$secrets" application/json) || return 1
  [ "$status" = 201 ] || refused "creating Secret $1" "$status"
}

# patch NAME: puts the data and annotations of $work/new into a Secret, unless somebody else has changed it since it was read.
patch() {
  jq --slurpfile read "$work/answer" '{metadata: {resourceVersion: $read[0].metadata.resourceVersion, annotations: .annotations}, data: .data}' "$work/new" > "$work/body" || return 1
  status=$(request PATCH "$secrets/$1" application/merge-patch+json) || return 1
  [ "$status" = 200 ] || refused "changing Secret $1" "$status"
}

credentials() {
  read_secret "$CREDENTIALS_SECRET" || return 1
  missing=$CREDENTIALS_KEYS
  if [ "$status" = 200 ]; then
    missing=$(jq -r --arg keys "$CREDENTIALS_KEYS" '(.data // {}) as $data | $keys | split(" ")[] | select($data[.] | . == null or . == "")' "$work/answer") || return 1
  fi
  if [ -z "$missing" ]; then
    log "Secret $CREDENTIALS_SECRET has all keys"
    return 0
  fi
  # No annotations, but not null: in a merge patch that would take away those that others have made.
  echo '{"annotations": {}, "data": {}}' > "$work/new"
  for key in $missing; do
    openssl rand -hex 16 > "$work/password" || return 1
    jq --arg key "$key" --rawfile value "$work/password" '.data[$key] = ($value | rtrimstr("\n") | @base64)' "$work/new" > "$work/more" || return 1
    mv "$work/more" "$work/new" || return 1
  done
  if [ "$status" = 404 ]; then create "$CREDENTIALS_SECRET" Opaque; else patch "$CREDENTIALS_SECRET"; fi || return 1
  log "Secret $CREDENTIALS_SECRET has new $(echo "$missing" | paste -s -d ' ' -)"
}

# The same passwords as in the Secret of that name in another namespace, once they are there.
copied_credentials() {
  own=$secrets
  secrets=$api/api/v1/namespaces/$CREDENTIALS_FROM/secrets
  read=0
  read_secret "$CREDENTIALS_SECRET" || read=$?
  secrets=$own
  [ "$read" = 0 ] || return 1
  if [ "$status" != 200 ] || ! jq --exit-status --arg keys "$CREDENTIALS_KEYS" \
    '(.data // {}) as $data | {annotations: {}, data: ($keys | split(" ") | map({key: ., value: $data[.]}) | from_entries)} | select(all(.data[]; . != null and . != ""))' "$work/answer" > "$work/new"; then
    log "Secret $CREDENTIALS_FROM/$CREDENTIALS_SECRET has no $CREDENTIALS_KEYS yet"
    return 1
  fi
  read_secret "$CREDENTIALS_SECRET" || return 1
  if [ "$status" = 404 ]; then
    create "$CREDENTIALS_SECRET" Opaque || return 1
  elif jq --exit-status --slurpfile new "$work/new" '(.data // {}) as $data | [$new[0].data | to_entries[] | .value == $data[.key]] | all' "$work/answer" > "$work/checked"; then
    log "Secret $CREDENTIALS_SECRET has the same $CREDENTIALS_KEYS as that of namespace $CREDENTIALS_FROM"
    return 0
  else
    patch "$CREDENTIALS_SECRET" || return 1
  fi
  log "Secret $CREDENTIALS_SECRET has $CREDENTIALS_KEYS of namespace $CREDENTIALS_FROM"
}

# Is the certificate of $work/answer ours, for this host, and good for a while? 0 yes, 1 no, 2 it is not ours, 3 it cannot be judged.
judge_certificate() {
  made_for=$(jq -r --arg mark "$mark" '.metadata.annotations[$mark] // empty' "$work/answer") || return 3
  [ -n "$made_for" ] || return 2
  [ "$made_for" = "$TLS_HOST" ] || return 1
  jq -r '.data["tls.crt"] // "" | @base64d' "$work/answer" > "$work/tls.crt"
  openssl x509 -in "$work/tls.crt" -noout -checkend "$renew_before" > "$work/checked" 2>&1
}

certificate() {
  read_secret "$TLS_SECRET" || return 1
  if [ "$status" = 200 ]; then
    judged=0
    judge_certificate || judged=$?
    case $judged in
      0) log "Secret $TLS_SECRET is good for $TLS_HOST"; return 0 ;;
      2) log "Secret $TLS_SECRET was not made by this Job and stays as it is"; return 0 ;;
      3) return 1 ;;
    esac
  fi
  names=$(for host in $TLS_HOST; do case $host in *[!0-9.]*) echo "DNS:$host" ;; *) echo "IP:$host" ;; esac; done | paste -s -d , -)
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 825 -subj "/O=Self-signed Jitsi Meet" -addext "subjectAltName=$names" \
    -addext "extendedKeyUsage=serverAuth" -addext "basicConstraints=critical,CA:FALSE" -keyout "$work/tls.key" -out "$work/tls.crt" 2> "$work/openssl" || { cat "$work/openssl" >&2; return 1; }
  jq -n --arg mark "$mark" --arg host "$TLS_HOST" --rawfile crt "$work/tls.crt" --rawfile key "$work/tls.key" \
    '{annotations: {($mark): $host}, data: {"tls.crt": ($crt | @base64), "tls.key": ($key | @base64)}}' > "$work/new" || return 1
  if [ "$status" = 404 ]; then create "$TLS_SECRET" kubernetes.io/tls; else patch "$TLS_SECRET"; fi || return 1
  log "Secret $TLS_SECRET has a new certificate for $TLS_HOST, valid until $(openssl x509 -in "$work/tls.crt" -noout -enddate | cut -d = -f 2)"
}

# What is called as a condition is not ended by "set -e", so above every step that may fail says so itself.
until_done() {
  until "$1"; do
    sleep "$interval"
  done
}

make_missing() {
  [ -z "${CREDENTIALS_SECRET:-}" ] || until_done "${CREDENTIALS_FROM:+copied_}credentials"
  [ -z "${TLS_SECRET:-}" ] || until_done certificate
}

# Process 1 gets only the signals that it asks for. A shell acts on one when its command has ended, which may take long, but at once while it waits.
trap 'exit 143' TERM
make_missing &
wait "$!"
