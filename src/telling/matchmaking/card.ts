import { ageBand } from '../../matchmaking/age.ts'
import { FIELD_LABELS, type FieldKey, type Fields } from '../../matchmaking/fields.ts'
import { fieldText } from './field-text.ts'

/** In the order in which a card tells them; the year of birth is not on it. */
const ON_CARD = [
  'height',
  'education',
  'job',
  'hobbies',
  'area',
  'marital',
  'health',
  'religion',
  'income',
  'photo',
  'wish',
] as const satisfies readonly FieldKey[]

/** The card of somebody under a code: no name, no year, nothing that is not in their profile. This exact text is approved. */
export function cardText(fields: Fields, code: string, now: Date): string {
  const told = ON_CARD.flatMap((key) => {
    const words = fieldText(key, fields)
    return words === undefined ? [] : [`${key === 'wish' ? '希望对方' : FIELD_LABELS[key]}：${words}`]
  })
  return [`【卡片 ${code}】${fieldText('gender', fields)}，${ageBand(fields.birthYear, now)}`, ...told].join('\n')
}
