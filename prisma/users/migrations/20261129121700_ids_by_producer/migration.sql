-- Each producer makes the ids of its own events only, so an id counts for the producer alone: an event that another producer sends
-- with the same id is another event, and blocks nothing.
ALTER TABLE "inbox" ADD COLUMN "producer" TEXT NOT NULL DEFAULT '';
ALTER TABLE "inbox" DROP CONSTRAINT "inbox_pkey", ADD CONSTRAINT "inbox_pkey" PRIMARY KEY ("event_id", "producer");

-- Rows from before do not say whose event they note. They keep '' and count for each producer, so that nothing is applied twice.
-- A process of an older build beside this one would note its events without a producer, and one of this build could apply them again.
-- The default therefore fails, as an outage (class 57): the older process waits until it is replaced.
CREATE FUNCTION inbox_needs_producer() RETURNS TEXT LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The inbox takes events with their producer only: a newer build has migrated it' USING ERRCODE = 'cannot_connect_now';
END
$$;
ALTER TABLE "inbox" ALTER COLUMN "producer" SET DEFAULT inbox_needs_producer();

DROP INDEX "dead_letter_event_id_key";
CREATE UNIQUE INDEX "dead_letter_event_id_producer_key" ON "dead_letter"("event_id", "producer");
