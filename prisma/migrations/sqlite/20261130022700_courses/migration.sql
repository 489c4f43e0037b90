-- CreateTable
CREATE TABLE "Course" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "skill" TEXT,
    "lecturerId" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'APPLIED',
    "version" INTEGER NOT NULL DEFAULT 0,
    "freeMonths" INTEGER,
    "freeUntil" DATETIME,
    "fee" TEXT,
    "rule" JSONB NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Course_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Course_lecturerId_fkey" FOREIGN KEY ("lecturerId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CourseEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "courseId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "hat" TEXT NOT NULL,
    "personId" INTEGER,
    "at" DATETIME NOT NULL,
    "note" TEXT,
    "data" JSONB NOT NULL,
    "messageId" TEXT,
    CONSTRAINT "CourseEvent_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CourseFile" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "courseId" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT,
    "at" DATETIME NOT NULL,
    "consentId" INTEGER,
    CONSTRAINT "CourseFile_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "CourseFile_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TrialRating" (
    "courseId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,
    "words" TEXT,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("courseId", "personId"),
    CONSTRAINT "TrialRating_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CourseRun" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "courseId" INTEGER NOT NULL,
    "term" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'PLANNED',
    "capacity" INTEGER NOT NULL,
    "enrolled" INTEGER NOT NULL DEFAULT 0,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "forChildren" BOOLEAN NOT NULL DEFAULT false,
    "place" TEXT NOT NULL,
    "gridIds" JSONB NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'FIRST_COME',
    "opensAt" DATETIME,
    "closesAt" DATETIME,
    "seedHash" TEXT,
    "seed" TEXT,
    "drawnAt" DATETIME,
    "posterSha256" TEXT,
    "announcedAt" DATETIME,
    "openToldAt" DATETIME,
    "resultToldAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    -- Written by hand: no term is ever oversold, whatever the program does.
    CONSTRAINT "CourseRun_enrolled_check" CHECK ("enrolled" >= 0 AND "enrolled" <= "capacity"),
    CONSTRAINT "CourseRun_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CourseSession" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "place" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'PLANNED',
    "movedToId" INTEGER,
    "note" TEXT,
    "code" TEXT,
    "eveningToldAt" DATETIME,
    "hourToldAt" DATETIME,
    "changeToldAt" DATETIME,
    "closedAt" DATETIME,
    CONSTRAINT "CourseSession_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "party" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "child" TEXT,
    "consentId" INTEGER,
    "offerUntil" DATETIME,
    "account" TEXT NOT NULL,
    "chatKind" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "private" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "Enrolment_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Enrolment_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "EnrolmentEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "enrolmentId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "party" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "arrivedAt" DATETIME,
    "note" TEXT,
    "messageId" TEXT,
    CONSTRAINT "EnrolmentEvent_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Attendance" (
    "sessionId" INTEGER NOT NULL,
    "enrolmentId" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("sessionId", "enrolmentId"),
    CONSTRAINT "Attendance_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "CourseSession" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Attendance_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SignUpList" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "runId" INTEGER,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "SignUpList_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SignUpRow" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "listId" INTEGER NOT NULL,
    "contactId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "party" INTEGER NOT NULL,
    "goneAt" DATETIME,
    "messageId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "SignUpRow_listId_fkey" FOREIGN KEY ("listId") REFERENCES "SignUpList" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Talent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "personId" INTEGER NOT NULL,
    "skill" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Talent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Consent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "personId" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "textVersion" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "withdrawnAt" DATETIME,
    CONSTRAINT "Consent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Questionnaire" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "communityId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'DRAFT',
    "gridIds" JSONB NOT NULL,
    "opensAt" DATETIME,
    "closesAt" DATETIME,
    "resultToldAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Questionnaire_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SurveyTurn" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "questionnaireId" INTEGER NOT NULL,
    "personId" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "partial" JSONB,
    "enteredById" INTEGER,
    "startedAt" DATETIME NOT NULL,
    "nudgedAt" DATETIME,
    "doneAt" DATETIME,
    CONSTRAINT "SurveyTurn_questionnaireId_fkey" FOREIGN KEY ("questionnaireId") REFERENCES "Questionnaire" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "SurveyTurn_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SurveyAnswer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "questionnaireId" INTEGER NOT NULL,
    "sheet" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "day" TEXT NOT NULL,
    CONSTRAINT "SurveyAnswer_questionnaireId_fkey" FOREIGN KEY ("questionnaireId") REFERENCES "Questionnaire" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Community" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "example" BOOLEAN NOT NULL DEFAULT false,
    "issueCounter" INTEGER NOT NULL DEFAULT 0,
    "directiveCounter" INTEGER NOT NULL DEFAULT 0,
    "courseCounter" INTEGER NOT NULL DEFAULT 0,
    "placesVersion" INTEGER NOT NULL DEFAULT 0,
    "lessonsVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_Community" ("code", "createdAt", "directiveCounter", "example", "id", "issueCounter", "lessonsVersion", "name", "placesVersion") SELECT "code", "createdAt", "directiveCounter", "example", "id", "issueCounter", "lessonsVersion", "name", "placesVersion" FROM "Community";
DROP TABLE "Community";
ALTER TABLE "new_Community" RENAME TO "Community";
CREATE UNIQUE INDEX "Community_code_key" ON "Community"("code");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Course_communityId_state_idx" ON "Course"("communityId", "state");

-- CreateIndex
CREATE INDEX "Course_lecturerId_idx" ON "Course"("lecturerId");

-- CreateIndex
CREATE UNIQUE INDEX "Course_communityId_number_key" ON "Course"("communityId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "CourseEvent_courseId_seq_key" ON "CourseEvent"("courseId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "CourseFile_courseId_purpose_sha256_key" ON "CourseFile"("courseId", "purpose", "sha256");

-- CreateIndex
CREATE INDEX "CourseRun_state_opensAt_idx" ON "CourseRun"("state", "opensAt");

-- CreateIndex
CREATE UNIQUE INDEX "CourseRun_courseId_term_key" ON "CourseRun"("courseId", "term");

-- CreateIndex
CREATE INDEX "CourseSession_state_startsAt_idx" ON "CourseSession"("state", "startsAt");

-- CreateIndex
CREATE UNIQUE INDEX "CourseSession_runId_seq_key" ON "CourseSession"("runId", "seq");

-- CreateIndex
CREATE INDEX "Enrolment_runId_state_seq_idx" ON "Enrolment"("runId", "state", "seq");

-- CreateIndex
CREATE INDEX "Enrolment_personId_idx" ON "Enrolment"("personId");

-- CreateIndex
CREATE INDEX "Enrolment_state_offerUntil_idx" ON "Enrolment"("state", "offerUntil");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_runId_personId_key" ON "Enrolment"("runId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_account_messageId_runId_key" ON "Enrolment"("account", "messageId", "runId");

-- CreateIndex
CREATE INDEX "EnrolmentEvent_enrolmentId_idx" ON "EnrolmentEvent"("enrolmentId");

-- CreateIndex
CREATE UNIQUE INDEX "SignUpList_account_chatId_mark_key" ON "SignUpList"("account", "chatId", "mark");

-- CreateIndex
CREATE UNIQUE INDEX "SignUpRow_listId_contactId_name_key" ON "SignUpRow"("listId", "contactId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Talent_personId_skill_key" ON "Talent"("personId", "skill");

-- CreateIndex
CREATE INDEX "Consent_personId_purpose_idx" ON "Consent"("personId", "purpose");

-- CreateIndex
CREATE INDEX "Questionnaire_state_closesAt_idx" ON "Questionnaire"("state", "closesAt");

-- CreateIndex
CREATE UNIQUE INDEX "Questionnaire_communityId_code_key" ON "Questionnaire"("communityId", "code");

-- CreateIndex
CREATE INDEX "SurveyTurn_doneAt_nudgedAt_idx" ON "SurveyTurn"("doneAt", "nudgedAt");

-- CreateIndex
CREATE UNIQUE INDEX "SurveyTurn_questionnaireId_personId_key" ON "SurveyTurn"("questionnaireId", "personId");

-- CreateIndex
CREATE INDEX "SurveyAnswer_questionnaireId_question_idx" ON "SurveyAnswer"("questionnaireId", "question");
