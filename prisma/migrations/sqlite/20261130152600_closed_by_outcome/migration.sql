-- Written by hand: only of what is closed, so that a report pays nothing for it.
CREATE INDEX "Issue_outcome_closedAt_idx" ON "Issue"("outcome", "closedAt") WHERE "outcome" IS NOT NULL;
