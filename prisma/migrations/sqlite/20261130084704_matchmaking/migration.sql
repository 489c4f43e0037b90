-- CreateTable
CREATE TABLE "MatchProfile" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'DRAFT',
    "fields" TEXT NOT NULL,
    "contact" TEXT,
    "account" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "renewAskedAt" DATETIME,
    "readings" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "MatchProfile_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Introduction" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "proposedById" INTEGER,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "endedAt" DATETIME
);

-- CreateTable
CREATE TABLE "IntroductionSide" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "introductionId" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "personId" INTEGER,
    "tag" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "card" TEXT,
    "note" TEXT,
    "approval" TEXT NOT NULL,
    "answer" TEXT NOT NULL DEFAULT 'NONE',
    "goneAt" DATETIME,
    CONSTRAINT "IntroductionSide_introductionId_fkey" FOREIGN KEY ("introductionId") REFERENCES "Introduction" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MatchBlock" (
    "byTag" TEXT NOT NULL,
    "aboutTag" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("byTag", "aboutTag")
);

-- CreateTable
CREATE TABLE "MatchReport" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "byTag" TEXT NOT NULL,
    "aboutTag" TEXT NOT NULL,
    "reason" TEXT,
    "at" DATETIME NOT NULL,
    "settledAt" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "MatchProfile_personId_key" ON "MatchProfile"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "MatchProfile_tag_key" ON "MatchProfile"("tag");

-- CreateIndex
CREATE INDEX "MatchProfile_communityId_state_idx" ON "MatchProfile"("communityId", "state");

-- CreateIndex
CREATE INDEX "MatchProfile_expiresAt_idx" ON "MatchProfile"("expiresAt");

-- CreateIndex
CREATE INDEX "Introduction_state_endsAt_idx" ON "Introduction"("state", "endsAt");

-- CreateIndex
CREATE INDEX "Introduction_proposedById_idx" ON "Introduction"("proposedById");

-- CreateIndex
CREATE UNIQUE INDEX "IntroductionSide_code_key" ON "IntroductionSide"("code");

-- CreateIndex
CREATE INDEX "IntroductionSide_personId_idx" ON "IntroductionSide"("personId");

-- CreateIndex
CREATE INDEX "IntroductionSide_tag_idx" ON "IntroductionSide"("tag");

-- CreateIndex
CREATE UNIQUE INDEX "IntroductionSide_introductionId_side_key" ON "IntroductionSide"("introductionId", "side");

-- CreateIndex
CREATE INDEX "MatchBlock_aboutTag_idx" ON "MatchBlock"("aboutTag");

-- CreateIndex
CREATE INDEX "MatchReport_aboutTag_settledAt_idx" ON "MatchReport"("aboutTag", "settledAt");

-- CreateIndex
CREATE UNIQUE INDEX "MatchReport_byTag_aboutTag_key" ON "MatchReport"("byTag", "aboutTag");
