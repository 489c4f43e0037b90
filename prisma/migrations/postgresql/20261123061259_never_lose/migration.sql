-- CreateEnum
CREATE TYPE "PauseKind" AS ENUM ('STAFF', 'RATE_LIMIT');

-- CreateEnum
CREATE TYPE "JobState" AS ENUM ('RUNNING', 'DONE', 'FAILED', 'SKIPPED');

-- DropIndex
DROP INDEX "OutboxMessage_state_sentAt_idx";

-- DropIndex
DROP INDEX "JobRun_job_startedAt_idx";

-- AlterTable
ALTER TABLE "Community" ADD COLUMN     "placesVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ChatGroup" DROP COLUMN "epoch",
ADD COLUMN     "likelyAccount" TEXT,
ADD COLUMN     "likelyChatId" TEXT,
ADD COLUMN     "memberMarks" JSONB,
ADD COLUMN     "suspendedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN     "givenUpAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "AccountPause" DROP CONSTRAINT "AccountPause_pkey",
ADD COLUMN     "kind" "PauseKind" NOT NULL DEFAULT 'STAFF',
ADD COLUMN     "strikes" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "AccountPause_pkey" PRIMARY KEY ("account", "kind");

-- Until now only staff could pause an account.
ALTER TABLE "AccountPause" ALTER COLUMN "kind" DROP DEFAULT;

-- The slots of before were names, not moments: that ledger begins anew.
DELETE FROM "JobRun";

-- AlterTable
ALTER TABLE "JobRun" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "claimedBy" TEXT,
ADD COLUMN     "leaseUntil" TIMESTAMP(3),
ADD COLUMN     "state" "JobState" NOT NULL,
DROP COLUMN "slot",
ADD COLUMN     "slot" TIMESTAMP(3) NOT NULL;

-- CreateTable
CREATE TABLE "Account" (
    "account" TEXT NOT NULL,
    "seat" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "heardUntil" TIMESTAMP(3),

    CONSTRAINT "Account_pkey" PRIMARY KEY ("account")
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_seat_epoch_key" ON "Account"("seat", "epoch");

-- CreateIndex
CREATE INDEX "OutboxMessage_account_state_sentAt_idx" ON "OutboxMessage"("account", "state", "sentAt");

-- CreateIndex
CREATE INDEX "JobRun_state_leaseUntil_idx" ON "JobRun"("state", "leaseUntil");

-- CreateIndex
CREATE INDEX "JobRun_slot_idx" ON "JobRun"("slot");

-- CreateIndex
CREATE UNIQUE INDEX "JobRun_job_slot_key" ON "JobRun"("job", "slot");

-- CreateIndex
CREATE INDEX "OutboxMessage_account_messageId_idx" ON "OutboxMessage"("account", "messageId");

-- CreateIndex
CREATE INDEX "OutboxMessage_state_notBefore_idx" ON "OutboxMessage"("state", "notBefore");

-- CreateIndex
CREATE INDEX "Issue_communityId_reportedAt_idx" ON "Issue"("communityId", "reportedAt");
