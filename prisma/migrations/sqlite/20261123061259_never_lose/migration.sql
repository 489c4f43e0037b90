-- DropIndex
DROP INDEX "OutboxMessage_state_sentAt_idx";

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN "givenUpAt" DATETIME;

-- CreateTable
CREATE TABLE "Account" (
    "account" TEXT NOT NULL PRIMARY KEY,
    "seat" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "heardUntil" DATETIME
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Community" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "example" BOOLEAN NOT NULL DEFAULT false,
    "issueCounter" INTEGER NOT NULL DEFAULT 0,
    "placesVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_Community" ("code", "createdAt", "example", "id", "issueCounter", "name") SELECT "code", "createdAt", "example", "id", "issueCounter", "name" FROM "Community";
DROP TABLE "Community";
ALTER TABLE "new_Community" RENAME TO "Community";
CREATE UNIQUE INDEX "Community_code_key" ON "Community"("code");
CREATE TABLE "new_ChatGroup" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "communityId" INTEGER NOT NULL,
    "gridId" INTEGER,
    "unitId" INTEGER,
    "topic" TEXT NOT NULL,
    "boundAt" DATETIME NOT NULL,
    "unboundAt" DATETIME,
    "suspendedAt" DATETIME,
    "memberMarks" JSONB,
    "likelyAccount" TEXT,
    "likelyChatId" TEXT,
    CONSTRAINT "ChatGroup_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ChatGroup_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "ChatGroup_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_ChatGroup" ("account", "boundAt", "chatId", "communityId", "gridId", "id", "purpose", "topic", "unboundAt", "unitId") SELECT "account", "boundAt", "chatId", "communityId", "gridId", "id", "purpose", "topic", "unboundAt", "unitId" FROM "ChatGroup";
DROP TABLE "ChatGroup";
ALTER TABLE "new_ChatGroup" RENAME TO "ChatGroup";
CREATE INDEX "ChatGroup_gridId_idx" ON "ChatGroup"("gridId");
CREATE INDEX "ChatGroup_unitId_idx" ON "ChatGroup"("unitId");
CREATE UNIQUE INDEX "ChatGroup_account_chatId_key" ON "ChatGroup"("account", "chatId");
CREATE TABLE "new_AccountPause" (
    "account" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "until" DATETIME,
    "reason" TEXT NOT NULL,
    "strikes" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("account", "kind")
);
-- Until now only staff could pause an account.
INSERT INTO "new_AccountPause" ("account", "kind", "reason", "since", "until") SELECT "account", 'STAFF', "reason", "since", "until" FROM "AccountPause";
DROP TABLE "AccountPause";
ALTER TABLE "new_AccountPause" RENAME TO "AccountPause";
CREATE TABLE "new_JobRun" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "job" TEXT NOT NULL,
    "slot" DATETIME NOT NULL,
    "state" TEXT NOT NULL,
    "claimedBy" TEXT,
    "leaseUntil" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "outcome" TEXT
);
-- The slots of before were names, not moments: that ledger begins anew.
DROP TABLE "JobRun";
ALTER TABLE "new_JobRun" RENAME TO "JobRun";
CREATE INDEX "JobRun_state_leaseUntil_idx" ON "JobRun"("state", "leaseUntil");
CREATE INDEX "JobRun_slot_idx" ON "JobRun"("slot");
CREATE UNIQUE INDEX "JobRun_job_slot_key" ON "JobRun"("job", "slot");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Account_seat_epoch_key" ON "Account"("seat", "epoch");

-- CreateIndex
CREATE INDEX "OutboxMessage_account_state_sentAt_idx" ON "OutboxMessage"("account", "state", "sentAt");

-- CreateIndex
CREATE INDEX "OutboxMessage_account_messageId_idx" ON "OutboxMessage"("account", "messageId");

-- CreateIndex
CREATE INDEX "OutboxMessage_state_notBefore_idx" ON "OutboxMessage"("state", "notBefore");

-- CreateIndex
CREATE INDEX "Issue_communityId_reportedAt_idx" ON "Issue"("communityId", "reportedAt");
