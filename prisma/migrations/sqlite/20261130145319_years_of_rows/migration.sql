-- CreateIndex
CREATE INDEX "IssueAttachment_sha256_idx" ON "IssueAttachment"("sha256");

-- CreateIndex
CREATE INDEX "Directive_relayedAt_idx" ON "Directive"("relayedAt");

-- CreateIndex
CREATE INDEX "DirectiveFile_sha256_idx" ON "DirectiveFile"("sha256");

-- CreateIndex
CREATE INDEX "ReceiptPhoto_sha256_idx" ON "ReceiptPhoto"("sha256");

-- CreateIndex
CREATE INDEX "CourseFile_sha256_idx" ON "CourseFile"("sha256");

-- CreateIndex
CREATE INDEX "Attendance_enrolmentId_idx" ON "Attendance"("enrolmentId");

-- Written by hand: only the rows with a picture or file, so that it costs the others nothing.
CREATE INDEX "OutboxMessage_sha256_idx" ON "OutboxMessage"("sha256") WHERE "sha256" IS NOT NULL;

-- Written by hand: how many rows a value of each index stands for in a year-old outbox, all rows first. Without it SQLite believes
-- that ten rows are ECHOED, and reads by the state what it could find by its cause, its key or its number. What makes this table
-- anew must bring these lines along, and the index above.
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1 WHERE tbl = 'OutboxMessage';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('OutboxMessage', 'OutboxMessage_key_key', '450000 1'),
  ('OutboxMessage', 'OutboxMessage_account_state_priority_id_idx', '450000 450000 64000 16000 1'),
  ('OutboxMessage', 'OutboxMessage_account_chatId_state_idx', '450000 450000 2000 1000'),
  ('OutboxMessage', 'OutboxMessage_account_causeId_idx', '450000 450000 2'),
  ('OutboxMessage', 'OutboxMessage_account_state_sentAt_idx', '450000 450000 64000 2'),
  ('OutboxMessage', 'OutboxMessage_account_messageId_idx', '450000 450000 1'),
  ('OutboxMessage', 'OutboxMessage_account_recall_idx', '450000 450000 100000'),
  ('OutboxMessage', 'OutboxMessage_state_notBefore_idx', '450000 64000 2'),
  ('OutboxMessage', 'OutboxMessage_deliveryId_idx', '450000 1500'),
  ('OutboxMessage', 'OutboxMessage_sha256_idx', '50000 4');
