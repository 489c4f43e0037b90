-- AlterTable: not made anew, as Prisma would, which would lose the check that a term is not oversold.
ALTER TABLE "CourseRun" DROP COLUMN "openToldAt";
