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
CREATE FUNCTION count_leaderboard_groups() RETURNS trigger LANGUAGE plpgsql
-- The plan of a session that has begun with a few groups is right for many.
SET enable_seqscan = off AS $$
DECLARE
  -- For each block that was written: how many blocks and entries more there are.
  moved leaderboard_group[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(ROW(board, period, from_inverse, from_achieved, from_user, 1, entries)::leaderboard_group) INTO moved FROM written;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(ROW(board, period, from_inverse, from_achieved, from_user, -1, -entries)::leaderboard_group) INTO moved FROM replaced;
  ELSE
    SELECT array_agg(ROW(board, period, from_inverse, from_achieved, from_user, blocks, entries)::leaderboard_group) INTO moved FROM (
      SELECT board, period, from_inverse, from_achieved, from_user, sum(blocks)::int AS blocks, sum(entries)::int AS entries
      FROM (SELECT *, 1 AS blocks FROM written
            UNION ALL SELECT board, period, from_inverse, from_achieved, from_user, -entries, -1 FROM replaced) AS versions
      GROUP BY 1, 2, 3, 4, 5) AS changed;
  END IF;
  IF moved IS NULL THEN RETURN NULL; END IF;

  INSERT INTO leaderboard_group (board, period, from_inverse, from_achieved, from_user, blocks, entries)
  SELECT board, period, -9223372036854775808, '-infinity', '00000000-0000-0000-0000-000000000000', 0, 0
  FROM (SELECT DISTINCT board, period FROM unnest(moved)) AS m
  WHERE NOT EXISTS (SELECT FROM leaderboard_group AS g WHERE g.board = m.board AND g.period = m.period)
  ON CONFLICT DO NOTHING;

  UPDATE leaderboard_group AS g SET blocks = g.blocks + placed.blocks, entries = g.entries + placed.entries
  FROM (
    SELECT m.board, m.period, own.*, sum(m.blocks) AS blocks, sum(m.entries) AS entries
    FROM unnest(moved) AS m, LATERAL (
      SELECT from_inverse, from_achieved, from_user FROM leaderboard_group AS o
      WHERE o.board = m.board AND o.period = m.period
        AND (o.from_inverse, o.from_achieved, o.from_user) <= (m.from_inverse, m.from_achieved, m.from_user)
      ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1) AS own
    GROUP BY 1, 2, 3, 4, 5) AS placed
  WHERE g.board = placed.board AND g.period = placed.period AND g.from_inverse = placed.from_inverse
    AND g.from_achieved = placed.from_achieved AND g.from_user = placed.from_user;

  IF TG_OP = 'DELETE' THEN
    DELETE FROM leaderboard_group AS g USING (SELECT DISTINCT board, period FROM unnest(moved)) AS m
    WHERE g.board = m.board AND g.period = m.period
      AND NOT EXISTS (SELECT FROM leaderboard_block AS b WHERE b.board = m.board AND b.period = m.period);
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
