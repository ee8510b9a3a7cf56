-- Ids of applied events are deleted from the inbox after 60 days; this tells up to when (docs/decisions/162).
-- CreateTable
CREATE TABLE "inbox_horizon" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbox_horizon_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "inbox_horizon_one_row_check" CHECK ("id" = 1)
);
