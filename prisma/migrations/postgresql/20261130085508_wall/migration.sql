-- CreateEnum
CREATE TYPE "OccasionState" AS ENUM ('ASKED', 'OPEN', 'PUBLISHED', 'STOPPED');

-- CreateEnum
CREATE TYPE "ProofState" AS ENUM ('WANTED', 'SHOWN', 'STALE', 'SENT', 'DROPPED');

-- CreateTable
CREATE TABLE "Occasion" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "firstDay" TEXT NOT NULL,
    "lastDay" TEXT NOT NULL,
    "state" "OccasionState" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "invitedAt" TIMESTAMP(3),
    "shownOn" TEXT,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Occasion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Proof" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "occasionId" INTEGER,
    "followsId" INTEGER,
    "state" "ProofState" NOT NULL,
    "posts" JSONB NOT NULL,
    "wantedAt" TIMESTAMP(3) NOT NULL,
    "shownAt" TIMESTAMP(3),
    "decidedAt" TIMESTAMP(3),

    CONSTRAINT "Proof_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProofPage" (
    "id" SERIAL NOT NULL,
    "proofId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "ProofPage_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "Occasion" ADD CONSTRAINT "Occasion_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Proof" ADD CONSTRAINT "Proof_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Proof" ADD CONSTRAINT "Proof_occasionId_fkey" FOREIGN KEY ("occasionId") REFERENCES "Occasion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProofPage" ADD CONSTRAINT "ProofPage_proofId_fkey" FOREIGN KEY ("proofId") REFERENCES "Proof"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProofPage" ADD CONSTRAINT "ProofPage_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;
