-- Networks that a user has signed in from: wrong passwords of strangers do not hold them up.
CREATE TABLE "known_network" (
    "user_id" UUID NOT NULL,
    "network_hash" BYTEA NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_network_pkey" PRIMARY KEY ("user_id", "network_hash")
);
CREATE INDEX "known_network_seen_at_idx" ON "known_network"("seen_at");
ALTER TABLE "known_network" ADD CONSTRAINT "known_network_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
