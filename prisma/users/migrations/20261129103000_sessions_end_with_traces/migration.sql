-- The other ways in which a session can go. Tokens name the id that it had.
CREATE CONSTRAINT TRIGGER session_renamed AFTER UPDATE OF "id" ON "session" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION revoke_session();

-- Triggers of rows do not run for TRUNCATE, which would leave all access tokens as they are.
CREATE FUNCTION refuse_truncate_of_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE would end no access token: use DELETE FROM session';
END
$$;
CREATE TRIGGER session_not_truncated BEFORE TRUNCATE ON "session" FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate_of_sessions();
