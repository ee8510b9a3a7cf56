-- Tells characters the blocks that were set before it was told of them: one event for each user who has blocked anybody.
INSERT INTO "outbox" ("event_id", "aggregate_id", "type", "version", "data", "occurred_at")
SELECT gen_random_uuid(), p."user_id", 'blocks.changed', 1,
    jsonb_build_object('userId', p."user_id", 'blockedIds', jsonb_agg(b."blocked_id" ORDER BY b."blocked_id"), 'version', p."revision"),
    CURRENT_TIMESTAMP
FROM "player" p JOIN (
    SELECT "low_id" AS "user_id", "high_id" AS "blocked_id" FROM "relationship" WHERE "low_blocked_at" IS NOT NULL
    UNION ALL SELECT "high_id", "low_id" FROM "relationship" WHERE "high_blocked_at" IS NOT NULL
) b USING ("user_id")
GROUP BY p."user_id", p."revision";
