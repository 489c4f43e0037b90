-- AlterTable
ALTER TABLE "CourseRun" DROP COLUMN "openToldAt";
