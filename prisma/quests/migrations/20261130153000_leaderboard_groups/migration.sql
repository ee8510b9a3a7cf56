-- Groups of blocks (docs/decisions/143-groups-of-blocks.md).
CREATE TABLE "leaderboard_group" (
    "board" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "from_inverse" BIGINT NOT NULL,
    "from_achieved" TIMESTAMPTZ(3) NOT NULL,
    "from_user" UUID NOT NULL,
    "blocks" INTEGER NOT NULL,
    "entries" INTEGER NOT NULL,

    CONSTRAINT "leaderboard_group_pkey" PRIMARY KEY ("board","period","from_inverse","from_achieved","from_user")
);

-- What Prisma's schema cannot say.

-- Each fold updates most groups: pages have room for several versions of their rows, and are pruned when they are read.
ALTER TABLE "leaderboard_group" SET (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, vacuum_truncate = false);

-- Triggers keep the groups, so that a process of the build before, which knows none, folds and splits as well. Each statement
-- updates every group with a block that it writes, also by 0: two transactions that meet in a group conflict. A first group that
-- the snapshot does not show, but is there, is a conflict too; withTransaction repeats the later one.
CREATE FUNCTION count_leaderboard_groups() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves CONSTANT TEXT := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT *, 1 AS blocks, entries AS more FROM written'
    WHEN 'DELETE' THEN 'SELECT *, -1 AS blocks, -entries AS more FROM replaced'
    ELSE 'SELECT *, 1 AS blocks, entries AS more FROM written UNION ALL SELECT *, -1, -entries FROM replaced' END;
BEGIN
  EXECUTE 'INSERT INTO leaderboard_group (board, period, from_inverse, from_achieved, from_user, blocks, entries)
    SELECT DISTINCT board, period, -9223372036854775808, ''-infinity''::timestamptz, ''00000000-0000-0000-0000-000000000000''::uuid, 0, 0
    FROM (' || moves || ') AS moved
    WHERE NOT EXISTS (SELECT FROM leaderboard_group AS g WHERE g.board = moved.board AND g.period = moved.period)
    ON CONFLICT DO NOTHING';
  -- Not a static statement: its plan would stay what it was when there were few groups.
  EXECUTE 'UPDATE leaderboard_group AS g SET blocks = g.blocks + placed.blocks, entries = g.entries + placed.entries
    FROM (
      SELECT moved.board, moved.period, block_group.*, sum(moved.blocks) AS blocks, sum(moved.more) AS entries
      FROM (SELECT board, period, from_inverse, from_achieved, from_user, sum(blocks) AS blocks, sum(more) AS more
            FROM (' || moves || ') AS each GROUP BY 1, 2, 3, 4, 5) AS moved,
      LATERAL (
        SELECT from_inverse, from_achieved, from_user FROM leaderboard_group AS own
        WHERE own.board = moved.board AND own.period = moved.period
          AND (own.from_inverse, own.from_achieved, own.from_user) <= (moved.from_inverse, moved.from_achieved, moved.from_user)
        ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1) AS block_group
      GROUP BY 1, 2, 3, 4, 5) AS placed
    WHERE g.board = placed.board AND g.period = placed.period AND g.from_inverse = placed.from_inverse
      AND g.from_achieved = placed.from_achieved AND g.from_user = placed.from_user';
  IF TG_OP = 'DELETE' THEN
    DELETE FROM leaderboard_group AS g USING (SELECT DISTINCT board, period FROM replaced) AS emptied
    WHERE g.board = emptied.board AND g.period = emptied.period
      AND NOT EXISTS (SELECT FROM leaderboard_block AS b WHERE b.board = g.board AND b.period = g.period);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER leaderboard_block_inserted AFTER INSERT ON "leaderboard_block"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION count_leaderboard_groups();
CREATE TRIGGER leaderboard_block_updated AFTER UPDATE ON "leaderboard_block"
  REFERENCING OLD TABLE AS replaced NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION count_leaderboard_groups();
CREATE TRIGGER leaderboard_block_deleted AFTER DELETE ON "leaderboard_block"
  REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION count_leaderboard_groups();

-- The triggers have waited for transactions that write blocks, and keep new ones waiting: no count is missed. The first fold
-- divides this one group of each period.
INSERT INTO "leaderboard_group"
SELECT "board", "period", -9223372036854775808, '-infinity', '00000000-0000-0000-0000-000000000000', count(*), sum("entries")
FROM "leaderboard_block" GROUP BY 1, 2;
