-- CreateTable
CREATE TABLE "Occasion" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "firstDay" TEXT NOT NULL,
    "lastDay" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "invitedAt" DATETIME,
    "shownOn" TEXT,
    "endedAt" DATETIME,
    CONSTRAINT "Occasion_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Proof" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "occasionId" INTEGER,
    "followsId" INTEGER,
    "state" TEXT NOT NULL,
    "posts" JSONB NOT NULL,
    "wantedAt" DATETIME NOT NULL,
    "shownAt" DATETIME,
    "decidedAt" DATETIME,
    CONSTRAINT "Proof_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Proof_occasionId_fkey" FOREIGN KEY ("occasionId") REFERENCES "Occasion" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ProofPage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "proofId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    CONSTRAINT "ProofPage_proofId_fkey" FOREIGN KEY ("proofId") REFERENCES "Proof" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ProofPage_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Occasion_state_lastDay_idx" ON "Occasion"("state", "lastDay");

-- CreateIndex
CREATE UNIQUE INDEX "Occasion_communityId_key_key" ON "Occasion"("communityId", "key");

-- CreateIndex
CREATE INDEX "Proof_communityId_state_idx" ON "Proof"("communityId", "state");

-- CreateIndex
CREATE INDEX "Proof_state_wantedAt_idx" ON "Proof"("state", "wantedAt");

-- CreateIndex
CREATE INDEX "Proof_occasionId_idx" ON "Proof"("occasionId");

-- CreateIndex
CREATE INDEX "ProofPage_sha256_idx" ON "ProofPage"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "ProofPage_proofId_seq_key" ON "ProofPage"("proofId", "seq");
