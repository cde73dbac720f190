#!/bin/sh
# Runs before Prosody where its accounts outlive its pod. The image gives Jicofo and the bridges their accounts at each start, but leaves one that is
# there as it is, with an old password: so they go. Then people get an account who have none yet. The image's own start does nothing of both.
set -eu

DATA=${DATA:-/var/lib/prosody/data}
WORK=${WORK:-/tmp}

# How Prosody calls the file of a name.
file() {
  printf %s "$1" | sed 's/-/%2d/g; s/\./%2e/g; s/_/%5f/g'
}

for domain in $SERVICE_DOMAINS; do
  rm -rf "$DATA/$(file "$domain")/accounts"
done
mkdir -p "$DATA"

[ -n "${USERS:-}" ] || exit 0

mkdir -p "$WORK/certs"
cat > "$WORK/accounts.cfg.lua" <<EOF
data_path = "$DATA"
certificates = "$WORK/certs"
log = { { levels = { min = "warn" }; to = "console" } }
VirtualHost "$PEOPLE_DOMAIN"
  authentication = "internal_hashed"
EOF

for path in "$USERS"/*; do
  user=${path##*/}
  case $user in
    # What the folder of an empty Secret is taken for, and names that are none.
    '*') continue ;;
    *[!a-z0-9._-]*)
      echo "accounts: $user gets none, because names have lower-case letters, digits, dots, hyphens and underscores alone" >&2
      continue
      ;;
  esac
  [ ! -e "$DATA/$(file "$PEOPLE_DOMAIN")/accounts/$(file "$user").dat" ] || continue
  password=$(cat "$path")
  if [ -z "$password" ]; then
    echo "accounts: $user gets none, because there is no password" >&2
  elif prosodyctl --config "$WORK/accounts.cfg.lua" register "$user" "$PEOPLE_DOMAIN" "$password" > "$WORK/output" 2>&1; then
    echo "accounts: $user@$PEOPLE_DOMAIN is new"
  else
    cat "$WORK/output" >&2
    echo "accounts: $user gets none" >&2
  fi
done
