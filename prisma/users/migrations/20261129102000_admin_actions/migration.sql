-- The log of changes of users' rights becomes the table of all administrative actions, those of other subgraphs included.
DROP TRIGGER admin_log_append_only ON "admin_log";
DROP FUNCTION refuse_admin_log_change();

ALTER TABLE "admin_log" RENAME TO "admin_action";
ALTER TABLE "admin_action" RENAME COLUMN "id" TO "position";
ALTER SEQUENCE "admin_log_id_seq" RENAME TO "admin_action_position_seq";
ALTER TABLE "admin_action" RENAME CONSTRAINT "admin_log_pkey" TO "admin_action_pkey";
ALTER TABLE "admin_action" DROP CONSTRAINT "admin_log_action_check";
ALTER TABLE "admin_action" ALTER COLUMN "user_id" DROP NOT NULL;
ALTER TABLE "admin_action"
    ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN "reason" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "data" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "admin_action" ALTER COLUMN "id" DROP DEFAULT, ALTER COLUMN "reason" DROP DEFAULT, ALTER COLUMN "data" DROP DEFAULT;

CREATE UNIQUE INDEX "admin_action_id_key" ON "admin_action"("id");
CREATE INDEX "admin_action_at_position_idx" ON "admin_action"("at" DESC, "position" DESC);
CREATE INDEX "admin_action_user_id_at_position_idx" ON "admin_action"("user_id", "at" DESC, "position" DESC);

CREATE FUNCTION refuse_admin_action_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Administrative actions are append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER admin_action_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "admin_action"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_admin_action_change();
