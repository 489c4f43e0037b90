import type { Tx } from '../../database/database.ts'
import { type OpenedQuestionnaire, type Participation, participationIn } from '../../questionnaires/questionnaire.ts'
import { type Results, resultsOf } from '../../questionnaires/results.ts'
import { type Lecturer, lecturersFor, type Topic, topicsOf, type Wish } from '../../questionnaires/topics.ts'

/** A topic with the people who could teach what is wanted of it. */
export type TopicWithLecturers = Topic<Wish & { readonly lecturers: readonly Lecturer[] }>

/** All that is told of a questionnaire that has ended. */
export interface Report {
  readonly questionnaire: OpenedQuestionnaire
  readonly participation: Participation
  readonly results: Results
  readonly topics: readonly TopicWithLecturers[]
}

/** Gathers it: what was answered, and where topics were asked after, their ranking and who could teach. */
export async function reportOf(tx: Tx, questionnaire: OpenedQuestionnaire): Promise<Report> {
  const { id, communityId } = questionnaire
  const topics: TopicWithLecturers[] = []
  for (const topic of await topicsOf(tx, id)) {
    const wishes: TopicWithLecturers['wishes'][number][] = []
    for (const wish of topic.wishes) {
      // What hardly anybody wants needs no lecturer.
      const lecturers =
        wish.hidden === 'few' || wish.count === 0 ? [] : await lecturersFor(tx, communityId, wish.skills)
      wishes.push({ ...wish, lecturers })
    }
    topics.push({ ...topic, wishes })
  }
  return {
    questionnaire,
    participation: await participationIn(tx, id),
    results: await resultsOf(tx, id),
    topics,
  }
}
