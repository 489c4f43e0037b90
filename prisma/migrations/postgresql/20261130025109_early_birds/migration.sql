-- CreateTable
CREATE TABLE "EarlyBird" (
    "runId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "EarlyBird_pkey" PRIMARY KEY ("runId","personId")
);

-- AddForeignKey
ALTER TABLE "EarlyBird" ADD CONSTRAINT "EarlyBird_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EarlyBird" ADD CONSTRAINT "EarlyBird_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
