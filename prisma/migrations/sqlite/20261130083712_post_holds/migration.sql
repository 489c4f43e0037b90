-- CreateTable
CREATE TABLE "PostHold" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "postId" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'OPEN',
    "reasons" JSONB NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "at" DATETIME NOT NULL,
    "decideBy" DATETIME NOT NULL,
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "decidedAt" DATETIME,
    "decidedById" INTEGER,
    "note" TEXT,
    "appeal" TEXT,
    "refusedById" INTEGER,
    CONSTRAINT "PostHold_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "PostHold_postId_state_idx" ON "PostHold"("postId", "state");

-- CreateIndex
CREATE INDEX "PostHold_state_decideBy_idx" ON "PostHold"("state", "decideBy");

-- CreateIndex
CREATE INDEX "PostHold_decidedById_idx" ON "PostHold"("decidedById");
