-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "plan" TEXT,
ADD COLUMN     "teacher" TEXT;

-- AlterTable
ALTER TABLE "CourseRun" ADD COLUMN     "certifiedAt" TIMESTAMP(3),
ADD COLUMN     "noticeId" INTEGER,
ADD COLUMN     "scope" TEXT,
ADD COLUMN     "timetable" TEXT;
