-- CreateTable
CREATE TABLE "EarlyBird" (
    "runId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("runId", "personId"),
    CONSTRAINT "EarlyBird_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "EarlyBird_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
