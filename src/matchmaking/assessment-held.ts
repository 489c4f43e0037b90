import type { Holding } from '../personal/holding.ts'
import { formatMoment } from '../time/format.ts'

/** That a secretary confirmed an impact assessment: the record that somebody did has to stay for three years (PIPL 56). */
export const heldAboutAssessment: Holding = {
  area: '红娘影响评估',
  models: ['AssessmentConfirmation'],

  async tell(tx, { person }, now) {
    const rows = await tx.assessmentConfirmation.findMany({ where: { personId: person }, orderBy: { id: 'asc' } })
    if (rows.length === 0) return undefined
    const lines = rows.map(({ at }) => `${formatMoment(at, now)}您确认了红娘服务的影响评估`)
    return { summary: `您确认过 ${rows.length} 次红娘服务的影响评估`, lines }
  },

  async stays(tx, { person }) {
    const count = await tx.assessmentConfirmation.count({ where: { personId: person } })
    return count > 0 ? ['红娘服务的影响评估有人确认过，这件事按规定留着，不留是谁'] : []
  },

  async forget(tx, { person }) {
    const { count } = await tx.assessmentConfirmation.updateMany({
      where: { personId: person },
      data: { personId: null },
    })
    return count
  },
}
