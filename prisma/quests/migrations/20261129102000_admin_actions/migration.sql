-- What administrators have done here, each in the transaction that did it. users keeps the actions of all subgraphs.
CREATE TABLE "admin_action" (
    "position" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "user_id" UUID,
    "reason" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "admin_action_pkey" PRIMARY KEY ("position")
);

CREATE UNIQUE INDEX "admin_action_id_key" ON "admin_action"("id");
CREATE INDEX "admin_action_at_position_idx" ON "admin_action"("at" DESC, "position" DESC);

CREATE FUNCTION refuse_admin_action_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Administrative actions are append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER admin_action_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "admin_action"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_admin_action_change();
