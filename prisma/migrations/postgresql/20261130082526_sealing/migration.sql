-- AlterTable
ALTER TABLE "Dialog" ADD COLUMN     "sealed" TEXT;

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN     "sealed" TEXT;

-- CreateTable
CREATE TABLE "AssessmentConfirmation" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "personId" INTEGER,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AssessmentConfirmation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeyCheck" (
    "name" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "KeyCheck_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "OutboxAbout" (
    "outboxId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,

    CONSTRAINT "OutboxAbout_pkey" PRIMARY KEY ("outboxId","personId")
);

-- CreateIndex
CREATE UNIQUE INDEX "AssessmentConfirmation_communityId_version_key" ON "AssessmentConfirmation"("communityId", "version");

-- CreateIndex
CREATE INDEX "OutboxAbout_personId_idx" ON "OutboxAbout"("personId");

-- AddForeignKey
ALTER TABLE "OutboxAbout" ADD CONSTRAINT "OutboxAbout_outboxId_fkey" FOREIGN KEY ("outboxId") REFERENCES "OutboxMessage"("id") ON DELETE CASCADE ON UPDATE CASCADE;
