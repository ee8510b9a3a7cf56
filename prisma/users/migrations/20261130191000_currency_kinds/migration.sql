-- Paid and free currency are two parts of one balance (docs/decisions/149). `paid` is the paid part, the rest is free.
-- Writers are locked out from here on, so that the opening parts below are those of the balances that go on.
LOCK TABLE "ledger_account", "reservation", "ledger_transfer", "ledger_entry" IN ACCESS EXCLUSIVE MODE;

CREATE TYPE "currency_kind" AS ENUM ('FREE', 'PAID');

-- Transfers and entries from before have none: the tables are append-only, and `ledger_opening` stands for them.
ALTER TABLE "ledger_account" ADD COLUMN "paid" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "ledger_transfer" ADD COLUMN "paid" BIGINT;
ALTER TABLE "ledger_entry" ADD COLUMN "paid" BIGINT;
ALTER TABLE "reservation" ADD COLUMN "kind" "currency_kind", ADD COLUMN "paid" BIGINT;

CREATE TABLE "ledger_opening" (
    "account_id" UUID NOT NULL,
    "paid" BIGINT NOT NULL,

    CONSTRAINT "ledger_opening_pkey" PRIMARY KEY ("account_id")
);
ALTER TABLE "ledger_opening" ADD CONSTRAINT "ledger_opening_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The opening parts, by the history of each wallet with a purchase: a purchase adds to the paid part, a reversal takes from it, and
-- everything else takes free currency first. Reservations that were given back have moved nothing; those that stand are spread below.
CREATE FUNCTION paid_after(paid BIGINT, bought BIGINT, balance BIGINT) RETURNS BIGINT LANGUAGE sql IMMUTABLE AS $$
    SELECT least(greatest(paid + bought, 0), balance)
$$;
CREATE AGGREGATE paid_part(BIGINT, BIGINT) (SFUNC = paid_after, STYPE = BIGINT, INITCOND = '0');

-- The house's side is what it has sold and players still hold, so that the paid parts of all accounts sum to zero as well.
INSERT INTO "ledger_opening" ("account_id", "paid")
WITH payer AS (
    SELECT DISTINCT user_id, currency FROM purchase WHERE status = 'COMPLETED' OR (status = 'REFUNDED' AND refund_reason = 'TAKEN_BACK')
), wallet AS (
    SELECT w.id, w.user_id, w.currency, w.balance, h.id AS held_id
    FROM payer
    JOIN ledger_account w ON w.user_id = payer.user_id AND w.currency = payer.currency AND w.kind = 'WALLET'
    JOIN ledger_account h ON h.user_id = payer.user_id AND h.currency = payer.currency AND h.kind = 'HELD'
), path AS (
    SELECT w.id, e.sequence, CASE WHEN t.reason IN ('PURCHASE', 'REFUND') THEN e.amount ELSE 0 END AS bought,
           (sum(e.amount) OVER (PARTITION BY w.id ORDER BY e.sequence))::bigint AS balance
    FROM wallet w
    JOIN ledger_entry e ON e.account_id = w.id
    JOIN ledger_transfer t ON t.id = e.transfer_id
    LEFT JOIN reservation r ON r.pull_id = t.reference AND r.purpose::text = t.reason::text
    WHERE t.reason::text NOT LIKE '%\_RELEASED' AND (r.status IS NULL OR r.status = 'CAPTURED')
), total AS (
    SELECT id, paid_part(bought, balance ORDER BY sequence) AS paid FROM path GROUP BY id
), opening AS (
    SELECT wallet.*, least(total.paid, wallet.balance) AS wallet_paid, total.paid - least(total.paid, wallet.balance) AS held_paid
    FROM wallet JOIN total USING (id)
), part AS (
    SELECT id AS account_id, wallet_paid AS paid FROM opening
    UNION ALL SELECT held_id, held_paid FROM opening
    UNION ALL SELECT md5('waystone-house:PURCHASES:' || currency || ':' || ('x' || right(user_id::text, 1))::bit(4)::int)::uuid,
        -(wallet_paid + held_paid) FROM opening
)
SELECT account_id, sum(paid)::bigint FROM part GROUP BY account_id HAVING sum(paid) <> 0;

DROP AGGREGATE paid_part(BIGINT, BIGINT);
DROP FUNCTION paid_after(BIGINT, BIGINT, BIGINT);

UPDATE "ledger_account" a SET "paid" = o.paid FROM "ledger_opening" o WHERE o.account_id = a.id;

-- What is held has taken free currency first: the older reservations have it.
UPDATE "reservation" r SET "paid" = r.amount - greatest(0, least(r.amount, standing.free - standing.before))
FROM (
    SELECT pull_id, h.balance - h.paid AS free,
           sum(amount) OVER (PARTITION BY r.user_id, r.currency ORDER BY r.created_at, r.pull_id) - amount AS before
    FROM reservation r JOIN ledger_account h ON h.user_id = r.user_id AND h.currency = r.currency AND h.kind = 'HELD'
    WHERE r.status = 'RESERVED'
) standing WHERE standing.pull_id = r.pull_id;

CREATE TRIGGER ledger_opening_append_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "ledger_opening"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- The build before writes no parts. The triggers below do it for its statements, by the default order: free currency first. No
-- statement of this build or a later one leaves them out, so none of these functions is called for those.
CREATE FUNCTION book_transfer_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    giver ledger_account;
BEGIN
    SELECT * INTO giver FROM ledger_account WHERE id = NEW.debit_account_id;
    IF NEW.reason = 'PURCHASE' THEN
        NEW.paid := NEW.amount;
    ELSIF NEW.reason = 'REFUND' AND giver.kind = 'WALLET' THEN
        NEW.paid := least(NEW.amount, giver.paid);
    ELSIF NEW.reason = 'REFUND' THEN
        SELECT greatest(0, NEW.amount - sum(CASE WHEN t.debit_account_id = NEW.credit_account_id THEN 1 ELSE -1 END * (t.amount - coalesce(t.paid, t.amount))))
            INTO NEW.paid FROM ledger_transfer t WHERE t.reference = NEW.reference AND t.reason = 'REFUND';
    ELSIF giver.kind = 'HELD' THEN
        SELECT paid INTO NEW.paid FROM reservation WHERE pull_id = NEW.reference;
    ELSIF giver.kind = 'WALLET' THEN
        NEW.paid := least(giver.paid, greatest(0, NEW.amount - (giver.balance - giver.paid)));
        UPDATE reservation SET paid = NEW.paid WHERE pull_id = NEW.reference AND purpose::text = NEW.reason::text;
    ELSE
        NEW.paid := 0;
    END IF;
    NEW.paid := coalesce(NEW.paid, 0);
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_transfer_parts BEFORE INSERT ON "ledger_transfer"
    FOR EACH ROW WHEN (NEW.paid IS NULL) EXECUTE FUNCTION book_transfer_parts();

CREATE FUNCTION book_entry_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT CASE debit_account_id WHEN NEW.account_id THEN -paid ELSE paid END INTO NEW.paid FROM ledger_transfer WHERE id = NEW.transfer_id;
    UPDATE ledger_account SET paid = paid + NEW.paid WHERE id = NEW.account_id AND NEW.paid <> 0;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_parts BEFORE INSERT ON "ledger_entry"
    FOR EACH ROW WHEN (NEW.paid IS NULL) EXECUTE FUNCTION book_entry_parts();

-- Neither part of a user's balance is below zero. It is checked at the commit and not by a CHECK: a statement of the build before
-- moves the balance first, and the trigger of its entry the paid part.
CREATE FUNCTION refuse_wrong_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_account WHERE id = NEW.id AND (paid < 0 OR paid > balance)) THEN
        RAISE EXCEPTION 'A part of the balance of account % is below zero', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_parts', TABLE = 'ledger_account';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_account_parts AFTER INSERT OR UPDATE ON "ledger_account"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.user_id IS NOT NULL AND (NEW.paid < 0 OR NEW.paid > NEW.balance))
    EXECUTE FUNCTION refuse_wrong_parts();

-- Not valid for good: rows from before have no part.
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_paid_check"
    CHECK ("paid" IS NOT NULL AND "paid" BETWEEN 0 AND "amount") NOT VALID;
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_paid_check"
    CHECK ("paid" IS NOT NULL AND "paid" BETWEEN least("amount", 0) AND greatest("amount", 0)) NOT VALID;
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_paid_check" CHECK (
    "paid" BETWEEN 0 AND "amount" AND ("kind" IS NULL OR "paid" = CASE "kind" WHEN 'PAID' THEN "amount" ELSE 0 END)
) NOT VALID;
