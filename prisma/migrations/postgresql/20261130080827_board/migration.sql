-- CreateEnum
CREATE TYPE "PostKind" AS ENUM ('BLESSING', 'WISH', 'IDEA', 'PROBLEM', 'THANKS');

-- CreateEnum
CREATE TYPE "PostState" AS ENUM ('HELD', 'PASSED', 'REFUSED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "WishFate" AS ENUM ('DOING', 'DONE', 'CANNOT');

-- AlterTable
ALTER TABLE "Community" ADD COLUMN     "postCounter" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "PostKind" NOT NULL,
    "state" "PostState" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "words" TEXT NOT NULL,
    "sha256" TEXT,
    "signature" TEXT,
    "occasion" TEXT,
    "authorId" INTEGER,
    "account" TEXT,
    "chatKind" "ChatKind",
    "chatId" TEXT,
    "contactId" TEXT,
    "messageId" TEXT,
    "gridId" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,
    "passedAt" TIMESTAMP(3),
    "answer" TEXT,
    "answeredAt" TIMESTAMP(3),
    "answeredById" INTEGER,
    "answerDueAt" TIMESTAMP(3),
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "issueId" INTEGER,
    "fate" "WishFate",
    "lastWordAt" TIMESTAMP(3),
    "yearAskedAt" TIMESTAMP(3),
    "formerSupporters" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PostEvent" (
    "id" SERIAL NOT NULL,
    "postId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" "PostState",
    "to" "PostState" NOT NULL,
    "personId" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,
    "note" TEXT,
    "data" JSONB NOT NULL,
    "messageId" TEXT,

    CONSTRAINT "PostEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PostSupport" (
    "postId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "chatKind" "ChatKind" NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PostSupport_pkey" PRIMARY KEY ("postId","personId")
);

-- CreateTable
CREATE TABLE "PostCopy" (
    "id" SERIAL NOT NULL,
    "postId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "medium" TEXT NOT NULL,
    "outboxKey" TEXT,
    "directiveId" INTEGER,
    "sha256" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "goneAt" TIMESTAMP(3),

    CONSTRAINT "PostCopy_pkey" PRIMARY KEY ("id")
);

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

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PostEvent" ADD CONSTRAINT "PostEvent_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PostSupport" ADD CONSTRAINT "PostSupport_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PostSupport" ADD CONSTRAINT "PostSupport_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PostCopy" ADD CONSTRAINT "PostCopy_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
