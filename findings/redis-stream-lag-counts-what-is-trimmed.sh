#!/bin/sh
# Redis 7.0.15 (Debian 12): the lag of a consumer group counts entries that have been trimmed, and stays above zero when all are read.
#
# `XINFO GROUPS` says of lag: "the number of entries in the stream that are still waiting to be delivered to the group's consumers, or a NULL when that number can't be determined". One would expect 0 when
# XREADGROUP has nothing more to give: scaling by lag, and alerts on it, rely on that.
# Trimming (`MAXLEN` or `MINID`) before the group has read everything makes Redis neither subtract what is gone nor answer NULL: the count of read entries stays behind by it for good.
# `XPENDING` and the entries after last-delivered-id are right.
# Seen: five entries, two read, four trimmed: lag 3 with one entry to deliver; after that one is read lag is 2, and again 2 after a further entry has come and been read. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
. "$here/support/redis.sh"

field() { redis --raw XINFO GROUPS events | grep -A1 -x "$1" | tail -n 1; }
observe() {
  left=$(redis --raw XRANGE events "($(field last-delivered-id)" + | grep -c -x kind || true)
  lag=$(field lag)
  echo "$1: $left to deliver, lag $lag"
  seen="$seen $left/$lag"
}
seen=
redis-server --version
for id in 1 2 3 4 5; do redis XADD events "$id-0" kind pull >/dev/null; done
redis XGROUP CREATE events quests 0 >/dev/null
observe 'five entries'
redis XREADGROUP GROUP quests worker COUNT 2 STREAMS events '>' >/dev/null
observe 'two are read'
redis XTRIM events MINID 5-0 >/dev/null
observe 'four are trimmed'
redis XREADGROUP GROUP quests worker STREAMS events '>' >/dev/null
observe 'all are read'
redis XADD events 6-0 kind pull >/dev/null
redis XREADGROUP GROUP quests worker STREAMS events '>' >/dev/null
observe 'a sixth has come and is read'
[ "$seen" = ' 5/5 3/3 1/3 0/2 0/2' ]
