-- CreateEnum
CREATE TYPE "DirectiveKind" AS ENUM ('DIRECTIVE', 'NOTICE');

-- CreateEnum
CREATE TYPE "DirectiveState" AS ENUM ('DRAFT', 'SCHEDULED', 'RELAYED', 'CLOSED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "ReceiptStep" AS ENUM ('ACKNOWLEDGED', 'ON_SITE', 'WORKING', 'DONE');

-- AlterTable
ALTER TABLE "Community" ADD COLUMN     "directiveCounter" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN     "deliveryId" INTEGER,
ADD COLUMN     "held" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Issue" ADD COLUMN     "directiveId" INTEGER;

-- CreateTable
CREATE TABLE "Directive" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "DirectiveKind" NOT NULL,
    "state" "DirectiveState" NOT NULL DEFAULT 'DRAFT',
    "version" INTEGER NOT NULL DEFAULT 0,
    "text" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "approvedBy" TEXT,
    "points" JSONB NOT NULL,
    "scope" TEXT NOT NULL,
    "gridIds" JSONB NOT NULL,
    "asks" JSONB NOT NULL,
    "times" JSONB NOT NULL,
    "sendAt" TIMESTAMP(3),
    "repeat" JSONB,
    "originId" INTEGER,
    "account" TEXT NOT NULL,
    "chatKind" "ChatKind" NOT NULL,
    "chatId" TEXT NOT NULL,
    "authorId" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "previewedAt" TIMESTAMP(3) NOT NULL,
    "confirmedAt" TIMESTAMP(3),
    "confirmedById" INTEGER,
    "relayedAt" TIMESTAMP(3),
    "closedAt" TIMESTAMP(3),
    "heldAt" TIMESTAMP(3),
    "progressToldAt" TIMESTAMP(3),
    "missingToldAt" TIMESTAMP(3),
    "tableToldAt" TIMESTAMP(3),
    "summaryToldAt" TIMESTAMP(3),

    CONSTRAINT "Directive_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DirectiveFile" (
    "id" SERIAL NOT NULL,
    "directiveId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT,

    CONSTRAINT "DirectiveFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DirectiveDelivery" (
    "id" SERIAL NOT NULL,
    "directiveId" INTEGER NOT NULL,
    "groupId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "state" "OutboxState" NOT NULL DEFAULT 'PENDING',
    "saidAt" TIMESTAMP(3),
    "problem" TEXT,
    "remindedAt" TIMESTAMP(3),
    "promptedAt" TIMESTAMP(3),

    CONSTRAINT "DirectiveDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DirectiveReceipt" (
    "id" SERIAL NOT NULL,
    "directiveId" INTEGER NOT NULL,
    "gridId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "hat" TEXT NOT NULL,
    "step" "ReceiptStep" NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "note" TEXT,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,

    CONSTRAINT "DirectiveReceipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReceiptPhoto" (
    "id" SERIAL NOT NULL,
    "receiptId" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReceiptPhoto_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DirectiveQuestion" (
    "id" SERIAL NOT NULL,
    "directiveId" INTEGER NOT NULL,
    "gridId" INTEGER,
    "personId" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "answer" TEXT,
    "issueId" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,

    CONSTRAINT "DirectiveQuestion_pkey" PRIMARY KEY ("id")
);

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

-- CreateIndex
CREATE INDEX "OutboxMessage_deliveryId_idx" ON "OutboxMessage"("deliveryId");

-- CreateIndex
CREATE INDEX "Issue_directiveId_idx" ON "Issue"("directiveId");

-- AddForeignKey
ALTER TABLE "OutboxMessage" ADD CONSTRAINT "OutboxMessage_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "DirectiveDelivery"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Directive" ADD CONSTRAINT "Directive_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Directive" ADD CONSTRAINT "Directive_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Directive" ADD CONSTRAINT "Directive_confirmedById_fkey" FOREIGN KEY ("confirmedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Directive" ADD CONSTRAINT "Directive_originId_fkey" FOREIGN KEY ("originId") REFERENCES "Directive"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveFile" ADD CONSTRAINT "DirectiveFile_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveFile" ADD CONSTRAINT "DirectiveFile_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveDelivery" ADD CONSTRAINT "DirectiveDelivery_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveDelivery" ADD CONSTRAINT "DirectiveDelivery_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "ChatGroup"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveDelivery" ADD CONSTRAINT "DirectiveDelivery_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveReceipt" ADD CONSTRAINT "DirectiveReceipt_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveReceipt" ADD CONSTRAINT "DirectiveReceipt_gridId_fkey" FOREIGN KEY ("gridId") REFERENCES "Grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveReceipt" ADD CONSTRAINT "DirectiveReceipt_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReceiptPhoto" ADD CONSTRAINT "ReceiptPhoto_receiptId_fkey" FOREIGN KEY ("receiptId") REFERENCES "DirectiveReceipt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReceiptPhoto" ADD CONSTRAINT "ReceiptPhoto_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveQuestion" ADD CONSTRAINT "DirectiveQuestion_directiveId_fkey" FOREIGN KEY ("directiveId") REFERENCES "Directive"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DirectiveQuestion" ADD CONSTRAINT "DirectiveQuestion_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
