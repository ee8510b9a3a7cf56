#!/bin/sh
# Starts Redis with the users of users.acl. Their passwords come from the environment; only SHA-256 sums of them are written.
set -eu

directory=$(dirname "$0")
# In memory only: compose mounts it as a tmpfs.
target=${ACL_FILE:-/run/waystone/users.acl}
umask 077
cp "$directory/users.acl" "$target"
for user in DEFAULT USERS CHARACTERS QUESTS GACHA SOCIAL NOTIFICATIONS GATEWAY SEED; do
  eval "password=\${${user}_REDIS_PASSWORD:?set ${user}_REDIS_PASSWORD}"
  sum=$(printf '%s' "$password" | sha256sum | cut -d ' ' -f 1)
  sed "s/#SHA256_OF_${user}_REDIS_PASSWORD/#$sum/" "$target" > "$target.new"
  mv "$target.new" "$target"
  unset "${user}_REDIS_PASSWORD"
done
exec redis-server --aclfile "$target" "$@"
