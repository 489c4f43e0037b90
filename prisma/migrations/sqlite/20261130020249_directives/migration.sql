-- CreateTable
CREATE TABLE "Directive" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'DRAFT',
    "version" INTEGER NOT NULL DEFAULT 0,
    "text" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "approvedBy" TEXT,
    "points" JSONB NOT NULL,
    "scope" TEXT NOT NULL,
    "gridIds" JSONB NOT NULL,
    "asks" JSONB NOT NULL,
    "times" JSONB NOT NULL,
    "sendAt" DATETIME,
    "repeat" JSONB,
    "originId" INTEGER,
    "account" TEXT NOT NULL,
    "chatKind" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "authorId" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "previewedAt" DATETIME NOT NULL,
    "confirmedAt" DATETIME,
    "confirmedById" INTEGER,
    "relayedAt" DATETIME,
    "closedAt" DATETIME,
    "heldAt" DATETIME,
    "progressToldAt" DATETIME,
    "missingToldAt" DATETIME,
    "tableToldAt" DATETIME,
    "summaryToldAt" DATETIME,
    CONSTRAINT "Directive_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Directive_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Directive_confirmedById_fkey" FOREIGN KEY ("confirmedById") REFERENCES "Person" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Directive_originId_fkey" FOREIGN KEY ("originId") REFERENCES "Directive" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DirectiveFile" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "directiveId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT,
    CONSTRAINT "DirectiveFile_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DirectiveFile_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DirectiveDelivery" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "directiveId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'PENDING',
    "saidAt" DATETIME,
    "problem" TEXT,
    "remindedAt" DATETIME,
    "promptedAt" DATETIME,
    CONSTRAINT "DirectiveDelivery_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DirectiveDelivery_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "ChatGroup" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DirectiveDelivery_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DirectiveReceipt" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "directiveId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "hat" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "note" TEXT,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    CONSTRAINT "DirectiveReceipt_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DirectiveReceipt_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DirectiveReceipt_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReceiptPhoto" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "receiptId" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "ReceiptPhoto_receiptId_fkey" FOREIGN KEY ("receiptId") REFERENCES "DirectiveReceipt" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ReceiptPhoto_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DirectiveQuestion" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "directiveId" INTEGER NOT NULL,
    "gridId" INTEGER,
    "personId" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "answer" TEXT,
    "issueId" INTEGER,
    "at" DATETIME NOT NULL,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    CONSTRAINT "DirectiveQuestion_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DirectiveQuestion_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
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
    "placesVersion" INTEGER NOT NULL DEFAULT 0,
    "lessonsVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_Community" ("code", "createdAt", "example", "id", "issueCounter", "lessonsVersion", "name", "placesVersion") SELECT "code", "createdAt", "example", "id", "issueCounter", "lessonsVersion", "name", "placesVersion" FROM "Community";
DROP TABLE "Community";
ALTER TABLE "new_Community" RENAME TO "Community";
CREATE UNIQUE INDEX "Community_code_key" ON "Community"("code");
CREATE TABLE "new_OutboxMessage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "chatKind" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "mentions" JSONB NOT NULL,
    "sha256" TEXT,
    "priority" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'PENDING',
    "key" TEXT,
    "notBefore" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "evenPaused" BOOLEAN NOT NULL DEFAULT false,
    "claimedBy" TEXT,
    "leaseUntil" DATETIME,
    "givenUpAt" DATETIME,
    "sentAt" DATETIME,
    "messageId" TEXT,
    "causeId" TEXT,
    "issueId" INTEGER,
    "deliveryId" INTEGER,
    "held" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "OutboxMessage_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "DirectiveDelivery" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_OutboxMessage" ("account", "attempts", "causeId", "chatId", "chatKind", "claimedBy", "createdAt", "evenPaused", "givenUpAt", "id", "issueId", "key", "lastError", "leaseUntil", "mentions", "messageId", "notBefore", "priority", "sentAt", "sha256", "state", "text") SELECT "account", "attempts", "causeId", "chatId", "chatKind", "claimedBy", "createdAt", "evenPaused", "givenUpAt", "id", "issueId", "key", "lastError", "leaseUntil", "mentions", "messageId", "notBefore", "priority", "sentAt", "sha256", "state", "text" FROM "OutboxMessage";
DROP TABLE "OutboxMessage";
ALTER TABLE "new_OutboxMessage" RENAME TO "OutboxMessage";
CREATE UNIQUE INDEX "OutboxMessage_key_key" ON "OutboxMessage"("key");
CREATE INDEX "OutboxMessage_account_state_priority_id_idx" ON "OutboxMessage"("account", "state", "priority", "id");
CREATE INDEX "OutboxMessage_account_chatId_state_idx" ON "OutboxMessage"("account", "chatId", "state");
CREATE INDEX "OutboxMessage_account_causeId_idx" ON "OutboxMessage"("account", "causeId");
CREATE INDEX "OutboxMessage_account_state_sentAt_idx" ON "OutboxMessage"("account", "state", "sentAt");
CREATE INDEX "OutboxMessage_account_messageId_idx" ON "OutboxMessage"("account", "messageId");
CREATE INDEX "OutboxMessage_state_notBefore_idx" ON "OutboxMessage"("state", "notBefore");
CREATE INDEX "OutboxMessage_deliveryId_idx" ON "OutboxMessage"("deliveryId");
CREATE TABLE "new_Issue" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "stateBefore" TEXT,
    "words" TEXT NOT NULL,
    "place" TEXT,
    "gridId" INTEGER,
    "category" TEXT NOT NULL,
    "isPrivate" BOOLEAN NOT NULL,
    "dangerous" BOOLEAN NOT NULL,
    "reporterId" INTEGER NOT NULL,
    "compoundId" INTEGER,
    "guess" JSONB,
    "account" TEXT NOT NULL,
    "chatKind" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "reportedAt" DATETIME NOT NULL,
    "responseDueAt" DATETIME,
    "respondedAt" DATETIME,
    "dueAt" DATETIME,
    "responseLeft" INTEGER,
    "dueLeft" INTEGER,
    "pausedAt" DATETIME,
    "arrivalDueAt" DATETIME,
    "holdUntil" DATETIME,
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "unitId" INTEGER,
    "extensions" INTEGER NOT NULL DEFAULT 0,
    "extendAsked" JSONB,
    "returns" INTEGER NOT NULL DEFAULT 0,
    "reopenings" INTEGER NOT NULL DEFAULT 0,
    "reworks" INTEGER NOT NULL DEFAULT 0,
    "resolvedById" INTEGER,
    "resolvedAt" DATETIME,
    "witnessAt" DATETIME,
    "closedAt" DATETIME,
    "rating" TEXT,
    "ratingWords" TEXT,
    "ratedAt" DATETIME,
    "parentId" INTEGER,
    "directiveId" INTEGER,
    "lastWordAt" DATETIME,
    CONSTRAINT "Issue_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Issue_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Issue_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Issue_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Issue_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Issue" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Issue_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Issue" ("account", "arrivalDueAt", "category", "chatId", "chatKind", "closedAt", "communityId", "compoundId", "dangerous", "dueAt", "dueLeft", "extendAsked", "extensions", "gridId", "guess", "holdUntil", "id", "isPrivate", "lastWordAt", "number", "outcome", "parentId", "pausedAt", "place", "ratedAt", "rating", "ratingWords", "reminded", "reopenings", "reportedAt", "reporterId", "resolvedAt", "resolvedById", "respondedAt", "responseDueAt", "responseLeft", "returns", "reworks", "state", "stateBefore", "unitId", "version", "witnessAt", "words") SELECT "account", "arrivalDueAt", "category", "chatId", "chatKind", "closedAt", "communityId", "compoundId", "dangerous", "dueAt", "dueLeft", "extendAsked", "extensions", "gridId", "guess", "holdUntil", "id", "isPrivate", "lastWordAt", "number", "outcome", "parentId", "pausedAt", "place", "ratedAt", "rating", "ratingWords", "reminded", "reopenings", "reportedAt", "reporterId", "resolvedAt", "resolvedById", "respondedAt", "responseDueAt", "responseLeft", "returns", "reworks", "state", "stateBefore", "unitId", "version", "witnessAt", "words" FROM "Issue";
DROP TABLE "Issue";
ALTER TABLE "new_Issue" RENAME TO "Issue";
CREATE INDEX "Issue_gridId_state_idx" ON "Issue"("gridId", "state");
CREATE INDEX "Issue_unitId_state_idx" ON "Issue"("unitId", "state");
CREATE INDEX "Issue_communityId_state_idx" ON "Issue"("communityId", "state");
CREATE INDEX "Issue_communityId_reportedAt_idx" ON "Issue"("communityId", "reportedAt");
CREATE INDEX "Issue_reporterId_state_idx" ON "Issue"("reporterId", "state");
CREATE INDEX "Issue_chatId_state_idx" ON "Issue"("chatId", "state");
CREATE INDEX "Issue_state_dueAt_idx" ON "Issue"("state", "dueAt");
CREATE INDEX "Issue_compoundId_state_idx" ON "Issue"("compoundId", "state");
CREATE INDEX "Issue_compoundId_closedAt_idx" ON "Issue"("compoundId", "closedAt");
CREATE INDEX "Issue_gridId_closedAt_idx" ON "Issue"("gridId", "closedAt");
CREATE INDEX "Issue_directiveId_idx" ON "Issue"("directiveId");
CREATE UNIQUE INDEX "Issue_communityId_number_key" ON "Issue"("communityId", "number");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Directive_state_sendAt_idx" ON "Directive"("state", "sendAt");

-- CreateIndex
CREATE INDEX "Directive_communityId_createdAt_idx" ON "Directive"("communityId", "createdAt");

-- CreateIndex
CREATE INDEX "Directive_originId_idx" ON "Directive"("originId");

-- CreateIndex
CREATE UNIQUE INDEX "Directive_communityId_number_key" ON "Directive"("communityId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "DirectiveFile_directiveId_seq_key" ON "DirectiveFile"("directiveId", "seq");

-- CreateIndex
CREATE INDEX "DirectiveDelivery_account_chatId_saidAt_idx" ON "DirectiveDelivery"("account", "chatId", "saidAt");

-- CreateIndex
CREATE INDEX "DirectiveDelivery_directiveId_state_idx" ON "DirectiveDelivery"("directiveId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "DirectiveDelivery_directiveId_groupId_key" ON "DirectiveDelivery"("directiveId", "groupId");

-- CreateIndex
CREATE INDEX "DirectiveReceipt_directiveId_gridId_idx" ON "DirectiveReceipt"("directiveId", "gridId");

-- CreateIndex
CREATE INDEX "DirectiveReceipt_personId_at_idx" ON "DirectiveReceipt"("personId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "DirectiveReceipt_directiveId_gridId_hat_account_messageId_key" ON "DirectiveReceipt"("directiveId", "gridId", "hat", "account", "messageId");

-- CreateIndex
CREATE UNIQUE INDEX "ReceiptPhoto_receiptId_account_messageId_key" ON "ReceiptPhoto"("receiptId", "account", "messageId");

-- CreateIndex
CREATE UNIQUE INDEX "DirectiveQuestion_directiveId_account_messageId_key" ON "DirectiveQuestion"("directiveId", "account", "messageId");
