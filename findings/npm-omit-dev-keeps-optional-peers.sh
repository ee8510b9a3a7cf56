#!/bin/sh
# npm 11, `npm ci --omit=dev`: development dependencies are installed where a production package names them as optional peers.
#
# One would expect a package that the project lists under devDependencies only, and that a production package can do without, to be left out.
# @prisma/client 7.10.0 names typescript as an optional peer. With typescript under devDependencies, npm marks it "devOptional" in the lock file, which
# --omit=dev alone does not leave out: the production install has the compiler. It is left out by --omit=dev together with --omit=optional, which also
# leaves out every real optional dependency, such as the binaries of the platform.
# Seen: with --omit=dev, typescript is there (24 MB); with --omit=dev --omit=optional it is not. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
cat >package.json <<'JSON'
{
  "name": "probe",
  "version": "1.0.0",
  "private": true,
  "dependencies": { "@prisma/client": "7.10.0" },
  "devDependencies": { "typescript": "6.0.3" }
}
JSON
npm install --package-lock-only --silent --ignore-scripts --no-audit --no-fund

installed() {
  npm ci --silent --ignore-scripts --no-audit --no-fund "$@"
  if [ -d node_modules/typescript ]; then echo present; else echo absent; fi
}
without_dev=$(installed --omit=dev)
without_both=$(installed --omit=dev --omit=optional)
echo "npm $(npm --version), @prisma/client 7.10.0, typescript 6.0.3 under devDependencies"
echo "npm ci --omit=dev: typescript is $without_dev"
echo "npm ci --omit=dev --omit=optional: typescript is $without_both"
[ "$without_dev" = present ] && [ "$without_both" = absent ]
