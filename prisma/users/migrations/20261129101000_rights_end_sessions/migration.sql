-- Access ends with the rights it was given for, whichever statement takes them (docs/decisions/054-rights-end-sessions.md). The
-- triggers are deferred: they run at the commit, so a revocation carries the time of the commit and not that of a transaction's start,
-- and readers that look back a few seconds find it however long the transaction took.
CREATE FUNCTION revoke_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "revocation" ("session_id", "revoked_at") VALUES (OLD."id", clock_timestamp()) ON CONFLICT ("session_id") DO NOTHING;
    RETURN NULL;
END
$$;

-- A session that ran out has no access token that still counts: refreshing one extends the session by more than a token lives.
CREATE CONSTRAINT TRIGGER session_deleted AFTER DELETE ON "session" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD."expires_at" > CURRENT_TIMESTAMP) EXECUTE FUNCTION revoke_session();
CREATE CONSTRAINT TRIGGER session_cut_short AFTER UPDATE OF "expires_at" ON "session" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW."expires_at" < OLD."expires_at" AND NEW."expires_at" <= CURRENT_TIMESTAMP)
    EXECUTE FUNCTION revoke_session();

-- better-auth keeps several roles in one column, parted by commas; "user" is the name of having none.
CREATE FUNCTION roles_of("role" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE AS $$
    SELECT array_remove(array_remove(string_to_array(regexp_replace(coalesce("role", ''), '\s', '', 'g'), ','), ''), 'user')
$$;

CREATE FUNCTION end_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "session" WHERE "user_id" = NEW."id";
    -- JWTs of another application that name no session have a session id of their own.
    WITH ended AS (SELECT "token_session_id" FROM "external_account" WHERE "user_id" = NEW."id" FOR NO KEY UPDATE),
         renewed AS (UPDATE "external_account" SET "token_session_id" = gen_random_uuid() WHERE "user_id" = NEW."id" RETURNING "user_id")
    INSERT INTO "revocation" ("session_id", "revoked_at") SELECT "token_session_id", clock_timestamp() FROM ended, renewed
    ON CONFLICT ("session_id") DO NOTHING;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER user_lost_rights AFTER UPDATE OF "role", "banned", "ban_expires" ON "user" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (
        NOT roles_of(OLD."role") <@ roles_of(NEW."role")
        OR (NEW."banned" AND (OLD."banned" IS NOT TRUE OR OLD."ban_expires" IS DISTINCT FROM NEW."ban_expires"))
    ) EXECUTE FUNCTION end_access();
