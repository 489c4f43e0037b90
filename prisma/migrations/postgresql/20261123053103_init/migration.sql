-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "UnitKind" AS ENUM ('PROPERTY', 'POLICE', 'UTILITY', 'GOVERNMENT', 'OTHER');

-- CreateEnum
CREATE TYPE "RoleKind" AS ENUM ('GRID_WORKER', 'STAFF', 'SECRETARY', 'UNIT_CONTACT', 'VOLUNTEER', 'LECTURER', 'MATCHMAKER');

-- CreateEnum
CREATE TYPE "GroupPurpose" AS ENUM ('GRID', 'STAFF', 'UNIT');

-- CreateEnum
CREATE TYPE "ChatKind" AS ENUM ('GROUP', 'PRIVATE');

-- CreateEnum
CREATE TYPE "OutboxState" AS ENUM ('PENDING', 'SENDING', 'SENT', 'ECHOED', 'FAILED', 'UNKNOWN', 'CANCELLED');

-- CreateEnum
CREATE TYPE "IssueState" AS ENUM ('DRAFT', 'REPORTED', 'NEED_INFO', 'ACCEPTED', 'ESCALATED', 'DISPATCHED', 'IN_PROGRESS', 'ON_HOLD', 'RESOLVED', 'CLOSED');

-- CreateEnum
CREATE TYPE "Outcome" AS ENUM ('FIXED', 'ANSWERED', 'TRANSFERRED', 'DECLINED', 'DUPLICATE', 'WITHDRAWN', 'VOID');

-- CreateEnum
CREATE TYPE "Rating" AS ENUM ('SATISFIED', 'FAIRLY', 'UNSATISFIED');

-- CreateTable
CREATE TABLE "Community" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "example" BOOLEAN NOT NULL DEFAULT false,
    "issueCounter" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Community_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Compound" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" JSONB NOT NULL,

    CONSTRAINT "Compound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Building" (
    "id" SERIAL NOT NULL,
    "compoundId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "number" INTEGER,
    "entrances" INTEGER NOT NULL DEFAULT 1,
    "households" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Building_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Grid" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Grid_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Unit" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" JSONB NOT NULL,
    "kind" "UnitKind" NOT NULL,

    CONSTRAINT "Unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UnitGrid" (
    "unitId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,

    CONSTRAINT "UnitGrid_pkey" PRIMARY KEY ("unitId","gridId")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatIdentity" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "friend" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ChatIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Role" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "kind" "RoleKind" NOT NULL,
    "communityId" INTEGER NOT NULL,
    "gridId" INTEGER,
    "unitId" INTEGER,
    "lead" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3),
    "grantedById" INTEGER,

    CONSTRAINT "Role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClaimCode" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),
    "usedById" INTEGER,

    CONSTRAINT "ClaimCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatGroup" (
    "id" SERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "purpose" "GroupPurpose" NOT NULL,
    "communityId" INTEGER NOT NULL,
    "gridId" INTEGER,
    "unitId" INTEGER,
    "topic" TEXT NOT NULL,
    "boundAt" TIMESTAMP(3) NOT NULL,
    "unboundAt" TIMESTAMP(3),

    CONSTRAINT "ChatGroup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HandledMessage" (
    "id" SERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "saidAt" TIMESTAMP(3) NOT NULL,
    "undo" JSONB,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "HandledMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dialog" (
    "id" SERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Dialog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecentPhoto" (
    "id" SERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RecentPhoto_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxMessage" (
    "id" SERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "chatKind" "ChatKind" NOT NULL,
    "chatId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "mentions" JSONB NOT NULL,
    "sha256" TEXT,
    "priority" INTEGER NOT NULL,
    "state" "OutboxState" NOT NULL DEFAULT 'PENDING',
    "key" TEXT,
    "notBefore" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "evenPaused" BOOLEAN NOT NULL DEFAULT false,
    "claimedBy" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "sentAt" TIMESTAMP(3),
    "messageId" TEXT,
    "causeId" TEXT,
    "issueId" INTEGER,

    CONSTRAINT "OutboxMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccountPause" (
    "account" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3),
    "reason" TEXT NOT NULL,

    CONSTRAINT "AccountPause_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "Issue" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "state" "IssueState" NOT NULL,
    "outcome" "Outcome",
    "stateBefore" "IssueState",
    "words" TEXT NOT NULL,
    "place" TEXT,
    "gridId" INTEGER,
    "category" TEXT NOT NULL,
    "isPrivate" BOOLEAN NOT NULL,
    "dangerous" BOOLEAN NOT NULL,
    "reporterId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "chatKind" "ChatKind" NOT NULL,
    "chatId" TEXT NOT NULL,
    "reportedAt" TIMESTAMP(3) NOT NULL,
    "responseDueAt" TIMESTAMP(3),
    "respondedAt" TIMESTAMP(3),
    "dueAt" TIMESTAMP(3),
    "responseLeft" INTEGER,
    "dueLeft" INTEGER,
    "pausedAt" TIMESTAMP(3),
    "arrivalDueAt" TIMESTAMP(3),
    "holdUntil" TIMESTAMP(3),
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "unitId" INTEGER,
    "extensions" INTEGER NOT NULL DEFAULT 0,
    "extendAsked" JSONB,
    "returns" INTEGER NOT NULL DEFAULT 0,
    "reopenings" INTEGER NOT NULL DEFAULT 0,
    "reworks" INTEGER NOT NULL DEFAULT 0,
    "resolvedById" INTEGER,
    "resolvedAt" TIMESTAMP(3),
    "witnessAt" TIMESTAMP(3),
    "closedAt" TIMESTAMP(3),
    "rating" "Rating",
    "ratingWords" TEXT,
    "ratedAt" TIMESTAMP(3),
    "parentId" INTEGER,
    "lastWordAt" TIMESTAMP(3),

    CONSTRAINT "Issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IssueEvent" (
    "id" SERIAL NOT NULL,
    "issueId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" "IssueState",
    "to" "IssueState" NOT NULL,
    "hat" TEXT NOT NULL,
    "personId" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,
    "note" TEXT,
    "data" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "messageId" TEXT,

    CONSTRAINT "IssueEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Supporter" (
    "issueId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "chatKind" "ChatKind" NOT NULL,
    "chatId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Supporter_pkey" PRIMARY KEY ("issueId","personId")
);

-- CreateTable
CREATE TABLE "Attachment" (
    "sha256" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Attachment_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "IssueAttachment" (
    "id" SERIAL NOT NULL,
    "issueId" INTEGER NOT NULL,
    "eventId" INTEGER,
    "sha256" TEXT NOT NULL,
    "personId" INTEGER,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IssueAttachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "id" SERIAL NOT NULL,
    "job" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "outcome" TEXT,

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "personId" INTEGER,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "Compound" ADD CONSTRAINT "Compound_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Building" ADD CONSTRAINT "Building_compoundId_fkey" FOREIGN KEY ("compoundId") REFERENCES "Compound"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Building" ADD CONSTRAINT "Building_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grid" ADD CONSTRAINT "Grid_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Unit" ADD CONSTRAINT "Unit_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UnitGrid" ADD CONSTRAINT "UnitGrid_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UnitGrid" ADD CONSTRAINT "UnitGrid_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatIdentity" ADD CONSTRAINT "ChatIdentity_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_grantedById_fkey" FOREIGN KEY ("grantedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimCode" ADD CONSTRAINT "ClaimCode_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatGroup" ADD CONSTRAINT "ChatGroup_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatGroup" ADD CONSTRAINT "ChatGroup_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatGroup" ADD CONSTRAINT "ChatGroup_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Issue"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IssueEvent" ADD CONSTRAINT "IssueEvent_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IssueEvent" ADD CONSTRAINT "IssueEvent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Supporter" ADD CONSTRAINT "Supporter_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Supporter" ADD CONSTRAINT "Supporter_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IssueAttachment" ADD CONSTRAINT "IssueAttachment_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IssueAttachment" ADD CONSTRAINT "IssueAttachment_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "IssueEvent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IssueAttachment" ADD CONSTRAINT "IssueAttachment_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;
