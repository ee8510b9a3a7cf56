import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { normalName } from '@waystone/kit/names'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import { chooseMonthZone } from '../domain/calendar-month.js'
import { problemOfDisplayName, problemOfTimeZone } from '../domain/profile.js'
import { invalidInput } from '../errors.js'
import { updateProfile as updateInDatabase } from '../repositories/user.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

interface Given {
  readonly displayName?: string | null | undefined
  readonly timeZone?: string | null | undefined
}

/** Changes the given fields. A change of the time zone is published for the subgraphs that count days. */
export async function updateProfile(needs: Needs, request: { userId: string; input: Given }) {
  const { userId, input } = request
  const displayName = typeof input.displayName === 'string' ? normalName(input.displayName) : null
  const timeZone = input.timeZone ?? null
  if (displayName !== null && needs.external !== null) {
    return invalidInput({
      field: 'displayName',
      message: 'The name is changed where the account was made',
      rule: 'ELSEWHERE',
    })
  }
  const problem =
    (displayName === null ? null : problemOfDisplayName(displayName)) ??
    (timeZone === null ? null : problemOfTimeZone(timeZone))
  if (problem !== null) return invalidInput(problem)

  await withTransaction(needs.pool, async tx => {
    const standing = await lockOwnAccount(needs, tx, userId)
    const at = needs.clock.now()
    const zone = timeZone === null ? null : chooseMonthZone(standing.zone, { timeZone, at })
    await updateInDatabase(tx, userId, { displayName, zone, at })
    if (timeZone === null || timeZone === standing.zone.chosen) return
    await appendEvents(tx, [
      newEvent('user.profile_updated', { id: randomUUID(), occurredAt: at, data: { userId, timeZone } }),
    ])
  })
  await needs.cache.invalidate('user', [userId])
  return { id: userId }
}
