-- CreateTable
CREATE TABLE "refused_event" (
    "id" BIGSERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "producer" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "event_id" TEXT,
    "type" TEXT,
    "aggregate_id" TEXT,
    "entry" TEXT NOT NULL,
    "key_id" TEXT,
    "signature" TEXT,
    "digests" TEXT,
    "refused_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refused_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "refused_event_digest_key" ON "refused_event"("digest");
