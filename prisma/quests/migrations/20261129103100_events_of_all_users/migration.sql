-- The event log of all users, by pages: the newest first, and those of one type.
CREATE INDEX "game_event_occurred_at_id_type_idx" ON "game_event"("occurred_at", "id", "type");
CREATE INDEX "game_event_type_occurred_at_id_idx" ON "game_event"("type", "occurred_at", "id");
