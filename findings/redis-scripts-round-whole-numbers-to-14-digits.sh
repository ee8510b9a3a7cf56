#!/bin/sh
# Redis 7.0.15: a script that reads JSON and writes it again, or builds a key from a number, rounds whole numbers that a double holds exactly.
#
# Numbers of Lua are doubles, so one would expect whole numbers up to 2^53 (16 digits) to survive: they do in replies, as arguments of redis.call, and in `cmsgpack`.
# `cjson.encode`, `tostring` and `..` write 14 significant digits ("%.14g"), without an error. Microseconds since 1970 have 16 digits, and snowflake ids cut to 53 bits up to 16, so a script that
# adds a field to a JSON value changes another one, and a key made by `'pull:' .. id` is shared by a hundred ids. string.format('%.0f', n) writes all digits; `cjson.encode_number_precision` takes at most 14.
# Seen: 1764432000123456 becomes 1.7644320001235e+15 in JSON and in a key, and stays in a reply, in SET and in `cmsgpack`. Exits with 1 when that has changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
. "$here/support/redis.sh"

number=1764432000123456
seen=
observe() {
  answer=$(redis --raw EVAL "local n = tonumber(ARGV[1]) $2" 0 "$number")
  printf '%-38s %s\n' "$1" "$answer"
  seen="$seen $answer"
}
redis-server --version
observe 'a reply' 'return n'
observe 'SET, then GET' "redis.call('SET', 'at', n) return redis.call('GET', 'at')"
observe 'cmsgpack.pack, then unpack' 'return cmsgpack.unpack(cmsgpack.pack(n))'
observe "string.format('%.0f', n)" "return string.format('%.0f', n)"
observe 'cjson.decode, then encode' "return cjson.encode(cjson.decode('{\"at\":' .. ARGV[1] .. '}'))"
observe "the key 'pull:' .. n" "redis.call('SET', 'pull:' .. n, '') return redis.call('KEYS', 'pull:*')[1]"
observe 'tostring(n)' 'return tostring(n)'
rounded=1.7644320001235e+15
[ "$seen" = " $number $number $number $number {\"at\":$rounded} pull:$rounded $rounded" ]
