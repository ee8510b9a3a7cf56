-- NOTIFY within a transaction makes commits queue behind one another, each until the disk has it (docs/decisions/032-outbox-announcement.md):
-- kit/outbox announces new rows after the commit.
DROP TRIGGER "outbox_notify" ON "outbox";
DROP FUNCTION notify_outbox();
