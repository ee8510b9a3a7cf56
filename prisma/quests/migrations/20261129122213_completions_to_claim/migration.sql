-- The completions of a user that wait to be claimed: few among many, for User.questCompletions(claimed: false).
CREATE INDEX "quest_completion_to_claim_idx" ON "quest_completion"("user_id", "sequence" DESC) WHERE "claimed_at" IS NULL;
