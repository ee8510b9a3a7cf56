-- CreateTable
CREATE TABLE "party_membership" (
    "user_id" UUID NOT NULL,
    "party" INTEGER NOT NULL,
    "character_id" UUID,
    "version" BIGINT NOT NULL,

    CONSTRAINT "party_membership_pkey" PRIMARY KEY ("user_id")
);
