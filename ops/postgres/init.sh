#!/bin/sh
# Runs once, in a new Postgres: one database per subgraph with its own role; no role may connect to another's.
set -eu

make_database() {
  psql --set ON_ERROR_STOP=1 --username postgres --set name="waystone_$1" --set password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"name" TO :"name";
SQL
}

make_database users "$USERS_DB_PASSWORD"
make_database characters "$CHARACTERS_DB_PASSWORD"
make_database quests "$QUESTS_DB_PASSWORD"
make_database gacha "$GACHA_DB_PASSWORD"
make_database social "$SOCIAL_DB_PASSWORD"
make_database notifications "$NOTIFICATIONS_DB_PASSWORD"
