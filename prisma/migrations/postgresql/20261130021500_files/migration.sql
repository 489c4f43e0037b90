-- CreateEnum
CREATE TYPE "RecallState" AS ENUM ('ASKED', 'DONE', 'REFUSED');

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN     "fileName" TEXT,
ADD COLUMN     "recall" "RecallState",
ADD COLUMN     "recallAt" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "OutboxMessage_account_recall_idx" ON "OutboxMessage"("account", "recall");
