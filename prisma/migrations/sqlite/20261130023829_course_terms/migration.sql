-- AlterTable
ALTER TABLE "Course" ADD COLUMN "plan" TEXT;
ALTER TABLE "Course" ADD COLUMN "teacher" TEXT;

-- AlterTable
ALTER TABLE "CourseRun" ADD COLUMN "certifiedAt" DATETIME;
ALTER TABLE "CourseRun" ADD COLUMN "noticeId" INTEGER;
ALTER TABLE "CourseRun" ADD COLUMN "scope" TEXT;
ALTER TABLE "CourseRun" ADD COLUMN "timetable" TEXT;
