-- CreateEnum
CREATE TYPE "PostHoldStage" AS ENUM ('FIRST', 'APPEAL');

-- CreateEnum
CREATE TYPE "PostHoldState" AS ENUM ('OPEN', 'PASSED', 'REFUSED', 'GONE');

-- CreateTable
CREATE TABLE "PostHold" (
    "id" SERIAL NOT NULL,
    "postId" INTEGER NOT NULL,
    "stage" "PostHoldStage" NOT NULL,
    "state" "PostHoldState" NOT NULL DEFAULT 'OPEN',
    "reasons" JSONB NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMP(3) NOT NULL,
    "decideBy" TIMESTAMP(3) NOT NULL,
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "decidedAt" TIMESTAMP(3),
    "decidedById" INTEGER,
    "note" TEXT,
    "appeal" TEXT,
    "refusedById" INTEGER,

    CONSTRAINT "PostHold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PostHold_postId_state_idx" ON "PostHold"("postId", "state");

-- CreateIndex
CREATE INDEX "PostHold_state_decideBy_idx" ON "PostHold"("state", "decideBy");

-- CreateIndex
CREATE INDEX "PostHold_decidedById_idx" ON "PostHold"("decidedById");

-- AddForeignKey
ALTER TABLE "PostHold" ADD CONSTRAINT "PostHold_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
