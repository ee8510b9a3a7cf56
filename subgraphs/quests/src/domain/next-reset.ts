import { zoneFor, type Calendar } from './calendar.js'
import { comparePeriods, endOf, periodOf } from './period.js'
import type { QuestReset } from './quest.js'

/**
 * The first moment whose period is later than the one that counts now, for a user with this calendar; null for a quest
 * that never resets. A zone that the user has chosen counts from the end of the period in hand, and may lie behind: the
 * period then goes on under the same name until its end there.
 * @param at.begun the period of the user's progress, which lies ahead of now after a move to the west
 */
export function nextResetAt(
  reset: QuestReset,
  at: { now: Date; calendar: Calendar; begun: string | null },
): Date | null {
  const { calendar, now, begun } = at
  const periodAt = (moment: Date) => periodOf(reset, { moment, timeZone: zoneFor(reset, calendar, moment) })
  const current = periodAt(now)
  const counted = begun !== null && comparePeriods(begun, current) === 'LATER' ? begun : current
  const end = endOf(current, zoneFor(reset, calendar, now))
  if (end === null || comparePeriods(periodAt(end), counted) === 'LATER') return end
  return endOf(counted, calendar.timeZone)
}
