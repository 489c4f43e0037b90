-- AlterTable
ALTER TABLE "Community" ADD COLUMN "lessonsVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Issue" ADD COLUMN "compoundId" INTEGER;
ALTER TABLE "Issue" ADD COLUMN "guess" JSONB;

-- CreateTable
CREATE TABLE "Burst" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "chatKind" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "senderName" TEXT NOT NULL,
    "friend" BOOLEAN,
    "mentionsBot" BOOLEAN NOT NULL,
    "parts" JSONB NOT NULL,
    "quotation" JSONB,
    "since" DATETIME NOT NULL,
    "quietAt" DATETIME NOT NULL,
    "issueId" INTEGER
);

-- CreateTable
CREATE TABLE "Lesson" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "personId" INTEGER,
    "at" DATETIME NOT NULL,
    "features" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "category" TEXT,
    "messageId" TEXT
);

-- CreateTable
CREATE TABLE "Faq" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "removedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "Burst_account_quietAt_idx" ON "Burst"("account", "quietAt");

-- CreateIndex
CREATE UNIQUE INDEX "Burst_account_chatId_contactId_since_key" ON "Burst"("account", "chatId", "contactId", "since");

-- CreateIndex
CREATE INDEX "Lesson_communityId_id_idx" ON "Lesson"("communityId", "id");

-- CreateIndex
CREATE INDEX "Faq_communityId_removedAt_idx" ON "Faq"("communityId", "removedAt");

-- CreateIndex
CREATE INDEX "Issue_compoundId_state_idx" ON "Issue"("compoundId", "state");

-- CreateIndex
CREATE INDEX "Issue_compoundId_closedAt_idx" ON "Issue"("compoundId", "closedAt");

-- CreateIndex
CREATE INDEX "Issue_gridId_closedAt_idx" ON "Issue"("gridId", "closedAt");
