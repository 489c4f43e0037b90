-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_PostCopy" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "postId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "medium" TEXT NOT NULL,
    "outboxKey" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "goneAt" DATETIME,
    CONSTRAINT "PostCopy_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_PostCopy" ("at", "goneAt", "id", "medium", "outboxKey", "postId", "version") SELECT "at", "goneAt", "id", "medium", "outboxKey", "postId", "version" FROM "PostCopy";
DROP TABLE "PostCopy";
ALTER TABLE "new_PostCopy" RENAME TO "PostCopy";
CREATE INDEX "PostCopy_postId_goneAt_idx" ON "PostCopy"("postId", "goneAt");
CREATE INDEX "PostCopy_outboxKey_idx" ON "PostCopy"("outboxKey");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
