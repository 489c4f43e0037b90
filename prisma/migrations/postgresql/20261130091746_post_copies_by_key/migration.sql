-- DropIndex
DROP INDEX "PostCopy_directiveId_idx";

-- AlterTable
ALTER TABLE "PostCopy" DROP COLUMN "directiveId",
DROP COLUMN "sha256",
ALTER COLUMN "outboxKey" SET NOT NULL;
