-- A session that is given to another user leaves a revocation, as one that gets another id does: its tokens name the user it had.
DROP TRIGGER session_renamed ON "session";
CREATE CONSTRAINT TRIGGER session_renamed AFTER UPDATE OF "id", "user_id" ON "session" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN ((OLD."id", OLD."user_id") IS DISTINCT FROM (NEW."id", NEW."user_id")) EXECUTE FUNCTION revoke_session();
