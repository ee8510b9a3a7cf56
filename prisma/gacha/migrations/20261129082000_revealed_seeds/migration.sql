-- Rotations of a user within a day are counted.
CREATE INDEX "fairness_seed_user_id_revealed_at_idx" ON "fairness_seed"("user_id", "revealed_at");
