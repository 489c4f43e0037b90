-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN "fileName" TEXT;
ALTER TABLE "OutboxMessage" ADD COLUMN "recall" TEXT;
ALTER TABLE "OutboxMessage" ADD COLUMN "recallAt" DATETIME;

-- CreateIndex
CREATE INDEX "OutboxMessage_account_recall_idx" ON "OutboxMessage"("account", "recall");
