
-- What Prisma's schema cannot say.

-- Users never go below zero. The house may: its accounts are where currency comes from and goes to.
ALTER TABLE "ledger_account"
    ADD CONSTRAINT "ledger_account_balance_check" CHECK ("user_id" IS NULL OR "balance" >= 0),
    ADD CONSTRAINT "ledger_account_owner_check" CHECK (
        ("kind" IN ('WALLET', 'HELD') AND "user_id" IS NOT NULL AND "shard" IS NULL)
        OR ("kind" NOT IN ('WALLET', 'HELD') AND "user_id" IS NULL AND "shard" BETWEEN 0 AND 15)
    );

ALTER TABLE "ledger_transfer"
    ADD CONSTRAINT "ledger_transfer_amount_check" CHECK ("amount" > 0),
    ADD CONSTRAINT "ledger_transfer_accounts_check" CHECK ("debit_account_id" <> "credit_account_id");

ALTER TABLE "ledger_entry"
    ADD CONSTRAINT "ledger_entry_amount_check" CHECK ("amount" <> 0),
    ADD CONSTRAINT "ledger_entry_sequence_check" CHECK ("sequence" > 0);

ALTER TABLE "reservation"
    ADD CONSTRAINT "reservation_amount_check" CHECK ("amount" >= 0),
    ADD CONSTRAINT "reservation_price_check" CHECK ("status" = 'RELEASED' OR ("amount" IS NOT NULL AND "currency" IS NOT NULL));

ALTER TABLE "reward_claim" ADD CONSTRAINT "reward_claim_amount_check" CHECK ("amount" > 0);

ALTER TABLE "purchase"
    ADD CONSTRAINT "purchase_amount_check" CHECK ("amount" > 0),
    ADD CONSTRAINT "purchase_price_check" CHECK ("price_cents" > 0);

-- The recovery job looks for the few that are pending.
CREATE INDEX "purchase_pending_idx" ON "purchase"("created_at") WHERE "status" = 'PENDING';

-- The house's accounts: sixteen of each kind and currency, so that no row is hot. Their ids follow from their names, so
-- that the code knows them without asking (repositories/ledger.ts makes the same ones).
INSERT INTO "ledger_account" ("id", "kind", "currency", "shard", "updated_at")
SELECT md5('waystone-house:' || kind || ':' || currency || ':' || shard)::uuid, kind::ledger_account_kind, currency::currency, shard, now()
FROM unnest(ARRAY['GRANTS', 'PURCHASES', 'REWARDS', 'SINK', 'ADJUSTMENTS']) AS kind,
     unnest(ARRAY['GOLD', 'DIAMOND']) AS currency,
     generate_series(0, 15) AS shard;

CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_transfer"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_notify AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
