-- CreateEnum
CREATE TYPE "ProfileState" AS ENUM ('DRAFT', 'ACTIVE', 'PAUSED', 'FROZEN');

-- CreateEnum
CREATE TYPE "IntroductionState" AS ENUM ('APPROVING', 'OPEN', 'RELEASED', 'ENDED');

-- CreateEnum
CREATE TYPE "CardApproval" AS ENUM ('NOT_NEEDED', 'ASKED', 'GIVEN', 'DECLINED');

-- CreateEnum
CREATE TYPE "CardAnswer" AS ENUM ('NONE', 'YES', 'NO');

-- CreateTable
CREATE TABLE "MatchProfile" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,
    "state" "ProfileState" NOT NULL DEFAULT 'DRAFT',
    "fields" TEXT NOT NULL,
    "contact" TEXT,
    "account" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "renewAskedAt" TIMESTAMP(3),
    "readings" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "MatchProfile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Introduction" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "proposedById" INTEGER,
    "state" "IntroductionState" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Introduction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IntroductionSide" (
    "id" SERIAL NOT NULL,
    "introductionId" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "personId" INTEGER,
    "tag" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "card" TEXT,
    "note" TEXT,
    "approval" "CardApproval" NOT NULL,
    "answer" "CardAnswer" NOT NULL DEFAULT 'NONE',
    "goneAt" TIMESTAMP(3),

    CONSTRAINT "IntroductionSide_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MatchBlock" (
    "byTag" TEXT NOT NULL,
    "aboutTag" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MatchBlock_pkey" PRIMARY KEY ("byTag","aboutTag")
);

-- CreateTable
CREATE TABLE "MatchReport" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "byTag" TEXT NOT NULL,
    "aboutTag" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "MatchReport_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "MatchProfile" ADD CONSTRAINT "MatchProfile_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IntroductionSide" ADD CONSTRAINT "IntroductionSide_introductionId_fkey" FOREIGN KEY ("introductionId") REFERENCES "Introduction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
