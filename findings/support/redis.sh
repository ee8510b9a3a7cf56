# Starts Redis 7.0.15 for a finding, at the socket $directory/redis.sock; `redis …` asks it. $directory is removed at the end. Debian 12's packages are unpacked into $directory, without root,
# unless that version is installed.

export PATH="$PATH:$directory/redis/usr/bin"
if ! redis-server --version 2>/dev/null | grep -q 'v=7\.0\.15 '; then
  mkdir "$directory/redis"
  (cd "$directory/redis" && apt-get -qq download redis-tools libjemalloc2 liblzf1 libatomic1 && for file in *.deb; do dpkg-deb -x "$file" .; done)
  # The package redis-server is this binary by another name.
  ln -s redis-check-rdb "$directory/redis/usr/bin/redis-server"
  export PATH="$directory/redis/usr/bin:$PATH"
  export LD_LIBRARY_PATH="$(dirname "$(find "$directory/redis" -name 'libjemalloc.so.2')")"
fi
redis() { redis-cli -s "$directory/redis.sock" "$@"; }
redis-server --port 0 --unixsocket "$directory/redis.sock" --save '' --daemonize no >/dev/null &
redis_process=$!
trap 'kill $redis_process; wait $redis_process 2>/dev/null || true; rm -rf "$directory"' EXIT
until [ "$(redis ping 2>/dev/null)" = PONG ]; do kill -0 $redis_process && sleep 0.05; done
