-- A guild has its channel from when it is paid for until it is dissolved, under its own name, whatever code changes it.
CREATE FUNCTION give_guild_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."status" = 'ACTIVE' THEN
        INSERT INTO "channel" ("id", "kind", "owner_id", "name", "created_at")
        VALUES (gen_random_uuid(), 'GUILD', NEW."id", NEW."name", NEW."created_at")
        ON CONFLICT ("owner_id") DO UPDATE SET "name" = EXCLUDED."name";
    ELSIF NEW."status" = 'DISSOLVED' THEN
        DELETE FROM "channel" WHERE "owner_id" = NEW."id";
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER guild_channel_given AFTER INSERT OR UPDATE OF "status", "name" ON "guild"
    FOR EACH ROW EXECUTE FUNCTION give_guild_channel();
CREATE TRIGGER guild_channel_taken AFTER DELETE ON "guild" FOR EACH ROW EXECUTE FUNCTION take_owned_channel();

INSERT INTO "channel" ("id", "kind", "owner_id", "name", "created_at")
SELECT gen_random_uuid(), 'GUILD', "id", "name", "created_at" FROM "guild" WHERE "status" = 'ACTIVE';
