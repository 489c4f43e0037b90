-- AlterTable
ALTER TABLE "RecentPhoto" ADD COLUMN     "fileName" TEXT;
