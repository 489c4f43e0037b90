-- CreateTable
CREATE TABLE "Community" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "example" BOOLEAN NOT NULL DEFAULT false,
    "issueCounter" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Compound" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" JSONB NOT NULL,
    CONSTRAINT "Compound_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Building" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "compoundId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "number" INTEGER,
    "entrances" INTEGER NOT NULL DEFAULT 1,
    "households" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "Building_compoundId_fkey" FOREIGN KEY ("compoundId") REFERENCES "Compound" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Building_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Grid" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "Grid_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Unit" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    CONSTRAINT "Unit_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UnitGrid" (
    "unitId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,

    PRIMARY KEY ("unitId", "gridId"),
    CONSTRAINT "UnitGrid_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "UnitGrid_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Person" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ChatIdentity" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "personId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "friend" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "ChatIdentity_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Role" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "personId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "communityId" INTEGER NOT NULL,
    "gridId" INTEGER,
    "unitId" INTEGER,
    "lead" BOOLEAN NOT NULL DEFAULT false,
    "since" DATETIME NOT NULL,
    "until" DATETIME,
    "grantedById" INTEGER,
    CONSTRAINT "Role_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Role_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Role_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Role_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Role_grantedById_fkey" FOREIGN KEY ("grantedById") REFERENCES "Person" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ClaimCode" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    "usedById" INTEGER,
    CONSTRAINT "ClaimCode_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ChatGroup" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "purpose" TEXT NOT NULL,
    "communityId" INTEGER NOT NULL,
    "gridId" INTEGER,
    "unitId" INTEGER,
    "topic" TEXT NOT NULL,
    "boundAt" DATETIME NOT NULL,
    "unboundAt" DATETIME,
    CONSTRAINT "ChatGroup_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ChatGroup_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "ChatGroup_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HandledMessage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "saidAt" DATETIME NOT NULL,
    "undo" JSONB,
    "undoneAt" DATETIME
);

-- CreateTable
CREATE TABLE "Dialog" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "RecentPhoto" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "OutboxMessage" (
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
    "sentAt" DATETIME,
    "messageId" TEXT,
    "causeId" TEXT,
    "issueId" INTEGER
);

-- CreateTable
CREATE TABLE "AccountPause" (
    "account" TEXT NOT NULL PRIMARY KEY,
    "since" DATETIME NOT NULL,
    "until" DATETIME,
    "reason" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Issue" (
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
    "lastWordAt" DATETIME,
    CONSTRAINT "Issue_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Issue_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Issue_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Issue_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Issue_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Issue" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IssueEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "issueId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "hat" TEXT NOT NULL,
    "personId" INTEGER,
    "at" DATETIME NOT NULL,
    "note" TEXT,
    "data" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "messageId" TEXT,
    CONSTRAINT "IssueEvent_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "IssueEvent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Supporter" (
    "issueId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "chatKind" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("issueId", "personId"),
    CONSTRAINT "Supporter_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Supporter_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Attachment" (
    "sha256" TEXT NOT NULL PRIMARY KEY,
    "mime" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "IssueAttachment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "issueId" INTEGER NOT NULL,
    "eventId" INTEGER,
    "sha256" TEXT NOT NULL,
    "personId" INTEGER,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "IssueAttachment_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "IssueAttachment_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "IssueEvent" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "IssueAttachment_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "JobRun" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "job" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "outcome" TEXT
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "personId" INTEGER,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSONB NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Community_code_key" ON "Community"("code");

-- CreateIndex
CREATE UNIQUE INDEX "Compound_communityId_code_key" ON "Compound"("communityId", "code");

-- CreateIndex
CREATE UNIQUE INDEX "Building_compoundId_code_key" ON "Building"("compoundId", "code");

-- CreateIndex
CREATE UNIQUE INDEX "Grid_communityId_number_key" ON "Grid"("communityId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Unit_communityId_code_key" ON "Unit"("communityId", "code");

-- CreateIndex
CREATE INDEX "ChatIdentity_personId_idx" ON "ChatIdentity"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "ChatIdentity_account_contactId_key" ON "ChatIdentity"("account", "contactId");

-- CreateIndex
CREATE INDEX "Role_personId_until_idx" ON "Role"("personId", "until");

-- CreateIndex
CREATE INDEX "Role_gridId_kind_until_idx" ON "Role"("gridId", "kind", "until");

-- CreateIndex
CREATE INDEX "Role_unitId_kind_until_idx" ON "Role"("unitId", "kind", "until");

-- CreateIndex
CREATE INDEX "Role_communityId_kind_until_idx" ON "Role"("communityId", "kind", "until");

-- CreateIndex
CREATE UNIQUE INDEX "ClaimCode_hash_key" ON "ClaimCode"("hash");

-- CreateIndex
CREATE INDEX "ChatGroup_gridId_idx" ON "ChatGroup"("gridId");

-- CreateIndex
CREATE INDEX "ChatGroup_unitId_idx" ON "ChatGroup"("unitId");

-- CreateIndex
CREATE UNIQUE INDEX "ChatGroup_account_chatId_key" ON "ChatGroup"("account", "chatId");

-- CreateIndex
CREATE INDEX "HandledMessage_account_contactId_at_idx" ON "HandledMessage"("account", "contactId", "at");

-- CreateIndex
CREATE INDEX "HandledMessage_at_idx" ON "HandledMessage"("at");

-- CreateIndex
CREATE UNIQUE INDEX "HandledMessage_account_messageId_key" ON "HandledMessage"("account", "messageId");

-- CreateIndex
CREATE INDEX "Dialog_expiresAt_idx" ON "Dialog"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Dialog_account_chatId_contactId_key" ON "Dialog"("account", "chatId", "contactId");

-- CreateIndex
CREATE INDEX "RecentPhoto_account_chatId_contactId_at_idx" ON "RecentPhoto"("account", "chatId", "contactId", "at");

-- CreateIndex
CREATE INDEX "RecentPhoto_at_idx" ON "RecentPhoto"("at");

-- CreateIndex
CREATE UNIQUE INDEX "RecentPhoto_account_messageId_key" ON "RecentPhoto"("account", "messageId");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxMessage_key_key" ON "OutboxMessage"("key");

-- CreateIndex
CREATE INDEX "OutboxMessage_account_state_priority_id_idx" ON "OutboxMessage"("account", "state", "priority", "id");

-- CreateIndex
CREATE INDEX "OutboxMessage_account_chatId_state_idx" ON "OutboxMessage"("account", "chatId", "state");

-- CreateIndex
CREATE INDEX "OutboxMessage_account_causeId_idx" ON "OutboxMessage"("account", "causeId");

-- CreateIndex
CREATE INDEX "OutboxMessage_state_sentAt_idx" ON "OutboxMessage"("state", "sentAt");

-- CreateIndex
CREATE INDEX "Issue_gridId_state_idx" ON "Issue"("gridId", "state");

-- CreateIndex
CREATE INDEX "Issue_unitId_state_idx" ON "Issue"("unitId", "state");

-- CreateIndex
CREATE INDEX "Issue_communityId_state_idx" ON "Issue"("communityId", "state");

-- CreateIndex
CREATE INDEX "Issue_reporterId_state_idx" ON "Issue"("reporterId", "state");

-- CreateIndex
CREATE INDEX "Issue_chatId_state_idx" ON "Issue"("chatId", "state");

-- CreateIndex
CREATE INDEX "Issue_state_dueAt_idx" ON "Issue"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Issue_communityId_number_key" ON "Issue"("communityId", "number");

-- CreateIndex
CREATE INDEX "IssueEvent_personId_at_idx" ON "IssueEvent"("personId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "IssueEvent_issueId_seq_key" ON "IssueEvent"("issueId", "seq");

-- CreateIndex
CREATE INDEX "Supporter_personId_idx" ON "Supporter"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "IssueAttachment_issueId_account_messageId_key" ON "IssueAttachment"("issueId", "account", "messageId");

-- CreateIndex
CREATE INDEX "JobRun_job_startedAt_idx" ON "JobRun"("job", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "JobRun_job_slot_key" ON "JobRun"("job", "slot");

-- CreateIndex
CREATE INDEX "AuditEntry_at_idx" ON "AuditEntry"("at");
