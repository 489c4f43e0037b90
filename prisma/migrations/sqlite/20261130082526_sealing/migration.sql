-- AlterTable
ALTER TABLE "Dialog" ADD COLUMN "sealed" TEXT;

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN "sealed" TEXT;

-- CreateTable
CREATE TABLE "AssessmentConfirmation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "personId" INTEGER,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "KeyCheck" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "sealed" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "OutboxAbout" (
    "outboxId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,

    PRIMARY KEY ("outboxId", "personId"),
    CONSTRAINT "OutboxAbout_outboxId_fkey" FOREIGN KEY ("outboxId") REFERENCES "OutboxMessage" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "AssessmentConfirmation_communityId_version_key" ON "AssessmentConfirmation"("communityId", "version");

-- CreateIndex
CREATE INDEX "OutboxAbout_personId_idx" ON "OutboxAbout"("personId");
