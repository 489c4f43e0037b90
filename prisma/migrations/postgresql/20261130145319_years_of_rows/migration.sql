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

-- Written by hand: sorted by their bytes, as SQLite does it, so that keys with one beginning lie together.
ALTER TABLE "OutboxMessage" ALTER COLUMN "key" SET DATA TYPE TEXT COLLATE "C";
