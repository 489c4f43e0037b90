-- CreateTable
CREATE TABLE "Post" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "words" TEXT NOT NULL,
    "sha256" TEXT,
    "signature" TEXT,
    "occasion" TEXT,
    "authorId" INTEGER,
    "account" TEXT,
    "chatKind" TEXT,
    "chatId" TEXT,
    "contactId" TEXT,
    "messageId" TEXT,
    "gridId" INTEGER,
    "at" DATETIME NOT NULL,
    "changedAt" DATETIME NOT NULL,
    "passedAt" DATETIME,
    "answer" TEXT,
    "answeredAt" DATETIME,
    "answeredById" INTEGER,
    "answerDueAt" DATETIME,
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "issueId" INTEGER,
    "fate" TEXT,
    "lastWordAt" DATETIME,
    "yearAskedAt" DATETIME,
    "formerSupporters" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "Post_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Person" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Post_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Post_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment" ("sha256") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PostEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "postId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "personId" INTEGER,
    "at" DATETIME NOT NULL,
    "note" TEXT,
    "data" JSONB NOT NULL,
    "messageId" TEXT,
    CONSTRAINT "PostEvent_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PostSupport" (
    "postId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "chatKind" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("postId", "personId"),
    CONSTRAINT "PostSupport_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "PostSupport_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PostCopy" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "postId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "medium" TEXT NOT NULL,
    "outboxKey" TEXT,
    "directiveId" INTEGER,
    "sha256" TEXT,
    "at" DATETIME NOT NULL,
    "goneAt" DATETIME,
    CONSTRAINT "PostCopy_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
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
    "directiveCounter" INTEGER NOT NULL DEFAULT 0,
    "courseCounter" INTEGER NOT NULL DEFAULT 0,
    "postCounter" INTEGER NOT NULL DEFAULT 0,
    "placesVersion" INTEGER NOT NULL DEFAULT 0,
    "lessonsVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_Community" ("code", "courseCounter", "createdAt", "directiveCounter", "example", "id", "issueCounter", "lessonsVersion", "name", "placesVersion") SELECT "code", "courseCounter", "createdAt", "directiveCounter", "example", "id", "issueCounter", "lessonsVersion", "name", "placesVersion" FROM "Community";
DROP TABLE "Community";
ALTER TABLE "new_Community" RENAME TO "Community";
CREATE UNIQUE INDEX "Community_code_key" ON "Community"("code");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Post_issueId_key" ON "Post"("issueId");

-- CreateIndex
CREATE INDEX "Post_communityId_state_kind_idx" ON "Post"("communityId", "state", "kind");

-- CreateIndex
CREATE INDEX "Post_authorId_state_idx" ON "Post"("authorId", "state");

-- CreateIndex
CREATE INDEX "Post_state_answerDueAt_idx" ON "Post"("state", "answerDueAt");

-- CreateIndex
CREATE INDEX "Post_sha256_idx" ON "Post"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Post_communityId_number_key" ON "Post"("communityId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Post_account_messageId_key" ON "Post"("account", "messageId");

-- CreateIndex
CREATE UNIQUE INDEX "PostEvent_postId_seq_key" ON "PostEvent"("postId", "seq");

-- CreateIndex
CREATE INDEX "PostSupport_personId_idx" ON "PostSupport"("personId");

-- CreateIndex
CREATE INDEX "PostCopy_postId_goneAt_idx" ON "PostCopy"("postId", "goneAt");

-- CreateIndex
CREATE INDEX "PostCopy_outboxKey_idx" ON "PostCopy"("outboxKey");

-- CreateIndex
CREATE INDEX "PostCopy_directiveId_idx" ON "PostCopy"("directiveId");
