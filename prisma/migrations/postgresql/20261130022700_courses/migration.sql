-- CreateEnum
CREATE TYPE "CourseState" AS ENUM ('APPLIED', 'QUALIFIED', 'TRIAL', 'PLAN_APPROVED', 'ADMITTED', 'ENROLLING', 'RUNNING', 'SHOWCASE', 'SURVEYED', 'RENEWED', 'CLOSED', 'REJECTED');

-- CreateEnum
CREATE TYPE "EnrolMode" AS ENUM ('FIRST_COME', 'DRAW');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('PLANNED', 'PUBLISHED', 'RUNNING', 'ENDED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "SessionState" AS ENUM ('PLANNED', 'MOVED', 'CANCELLED', 'HELD');

-- CreateEnum
CREATE TYPE "EnrolmentState" AS ENUM ('CONFIRMED', 'WAITING', 'OFFERED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "QuestionnaireState" AS ENUM ('DRAFT', 'OPEN', 'CLOSED');

-- AlterTable
ALTER TABLE "Community" ADD COLUMN     "courseCounter" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Course" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "skill" TEXT,
    "lecturerId" INTEGER NOT NULL,
    "state" "CourseState" NOT NULL DEFAULT 'APPLIED',
    "version" INTEGER NOT NULL DEFAULT 0,
    "freeMonths" INTEGER,
    "freeUntil" TIMESTAMP(3),
    "fee" TEXT,
    "rule" JSONB NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CourseEvent" (
    "id" SERIAL NOT NULL,
    "courseId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" "CourseState",
    "to" "CourseState" NOT NULL,
    "hat" TEXT NOT NULL,
    "personId" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,
    "note" TEXT,
    "data" JSONB NOT NULL,
    "messageId" TEXT,

    CONSTRAINT "CourseEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CourseFile" (
    "id" SERIAL NOT NULL,
    "courseId" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "consentId" INTEGER,

    CONSTRAINT "CourseFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TrialRating" (
    "courseId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,
    "words" TEXT,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TrialRating_pkey" PRIMARY KEY ("courseId","personId")
);

-- CreateTable
CREATE TABLE "CourseRun" (
    "id" SERIAL NOT NULL,
    "courseId" INTEGER NOT NULL,
    "term" INTEGER NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'PLANNED',
    "capacity" INTEGER NOT NULL,
    "enrolled" INTEGER NOT NULL DEFAULT 0,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "forChildren" BOOLEAN NOT NULL DEFAULT false,
    "place" TEXT NOT NULL,
    "gridIds" JSONB NOT NULL,
    "mode" "EnrolMode" NOT NULL DEFAULT 'FIRST_COME',
    "opensAt" TIMESTAMP(3),
    "closesAt" TIMESTAMP(3),
    "seedHash" TEXT,
    "seed" TEXT,
    "drawnAt" TIMESTAMP(3),
    "posterSha256" TEXT,
    "announcedAt" TIMESTAMP(3),
    "openToldAt" TIMESTAMP(3),
    "resultToldAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CourseRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CourseSession" (
    "id" SERIAL NOT NULL,
    "runId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "place" TEXT NOT NULL,
    "state" "SessionState" NOT NULL DEFAULT 'PLANNED',
    "movedToId" INTEGER,
    "note" TEXT,
    "code" TEXT,
    "eveningToldAt" TIMESTAMP(3),
    "hourToldAt" TIMESTAMP(3),
    "changeToldAt" TIMESTAMP(3),
    "closedAt" TIMESTAMP(3),

    CONSTRAINT "CourseSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" SERIAL NOT NULL,
    "runId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "party" INTEGER NOT NULL,
    "state" "EnrolmentState" NOT NULL,
    "seq" INTEGER NOT NULL,
    "child" TEXT,
    "consentId" INTEGER,
    "offerUntil" TIMESTAMP(3),
    "account" TEXT NOT NULL,
    "chatKind" "ChatKind" NOT NULL,
    "chatId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "private" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EnrolmentEvent" (
    "id" SERIAL NOT NULL,
    "enrolmentId" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "from" "EnrolmentState",
    "to" "EnrolmentState" NOT NULL,
    "party" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "arrivedAt" TIMESTAMP(3),
    "note" TEXT,
    "messageId" TEXT,

    CONSTRAINT "EnrolmentEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attendance" (
    "sessionId" INTEGER NOT NULL,
    "enrolmentId" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Attendance_pkey" PRIMARY KEY ("sessionId","enrolmentId")
);

-- CreateTable
CREATE TABLE "SignUpList" (
    "id" SERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "runId" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SignUpList_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignUpRow" (
    "id" SERIAL NOT NULL,
    "listId" INTEGER NOT NULL,
    "contactId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "party" INTEGER NOT NULL,
    "goneAt" TIMESTAMP(3),
    "messageId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SignUpRow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Talent" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "skill" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Talent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Consent" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "textVersion" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "withdrawnAt" TIMESTAMP(3),

    CONSTRAINT "Consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Questionnaire" (
    "id" SERIAL NOT NULL,
    "communityId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "state" "QuestionnaireState" NOT NULL DEFAULT 'DRAFT',
    "gridIds" JSONB NOT NULL,
    "opensAt" TIMESTAMP(3),
    "closesAt" TIMESTAMP(3),
    "resultToldAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Questionnaire_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SurveyTurn" (
    "id" SERIAL NOT NULL,
    "questionnaireId" INTEGER NOT NULL,
    "personId" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "partial" JSONB,
    "enteredById" INTEGER,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "nudgedAt" TIMESTAMP(3),
    "doneAt" TIMESTAMP(3),

    CONSTRAINT "SurveyTurn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SurveyAnswer" (
    "id" TEXT NOT NULL,
    "questionnaireId" INTEGER NOT NULL,
    "sheet" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "day" TEXT NOT NULL,

    CONSTRAINT "SurveyAnswer_pkey" PRIMARY KEY ("id")
);

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

-- AddForeignKey
ALTER TABLE "Course" ADD CONSTRAINT "Course_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Course" ADD CONSTRAINT "Course_lecturerId_fkey" FOREIGN KEY ("lecturerId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseEvent" ADD CONSTRAINT "CourseEvent_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseFile" ADD CONSTRAINT "CourseFile_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseFile" ADD CONSTRAINT "CourseFile_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Attachment"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrialRating" ADD CONSTRAINT "TrialRating_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseRun" ADD CONSTRAINT "CourseRun_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseSession" ADD CONSTRAINT "CourseSession_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentEvent" ADD CONSTRAINT "EnrolmentEvent_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "CourseSession"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignUpList" ADD CONSTRAINT "SignUpList_runId_fkey" FOREIGN KEY ("runId") REFERENCES "CourseRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignUpRow" ADD CONSTRAINT "SignUpRow_listId_fkey" FOREIGN KEY ("listId") REFERENCES "SignUpList"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Talent" ADD CONSTRAINT "Talent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Consent" ADD CONSTRAINT "Consent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Questionnaire" ADD CONSTRAINT "Questionnaire_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyTurn" ADD CONSTRAINT "SurveyTurn_questionnaireId_fkey" FOREIGN KEY ("questionnaireId") REFERENCES "Questionnaire"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyTurn" ADD CONSTRAINT "SurveyTurn_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyAnswer" ADD CONSTRAINT "SurveyAnswer_questionnaireId_fkey" FOREIGN KEY ("questionnaireId") REFERENCES "Questionnaire"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand: no term is ever oversold, whatever the program does.
ALTER TABLE "CourseRun" ADD CONSTRAINT "CourseRun_enrolled_check" CHECK ("enrolled" >= 0 AND "enrolled" <= "capacity");
