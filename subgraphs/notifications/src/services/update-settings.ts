import { withTransaction } from '@waystone/kit/postgres'
import { problemOfChange, withChange, type Settings, type SettingsChange } from '../domain/settings.js'
import { invalidInput } from '../errors.js'
import { awakeDeliveries } from '../repositories/delivery.js'
import { updateSettings as saveSettings } from '../repositories/player.js'
import { lockOwnPlayer } from './lock-own-player.js'
import type { Needs } from './needs.js'

/** Changes how a user is told. What waits for quiet hours that are no more is pushed at once. */
export async function updateSettings(
  { pool, clock }: Pick<Needs, 'pool' | 'clock'>,
  { userId, change }: { userId: string; change: SettingsChange },
): Promise<Settings | ReturnType<typeof invalidInput>> {
  const problem = problemOfChange(change)
  if (problem !== null) return invalidInput(problem)
  return await withTransaction(pool, async tx => {
    const player = await lockOwnPlayer(tx, userId)
    const changed = withChange(player, change)
    await saveSettings(tx, userId, changed)
    if (change.quietHours !== undefined) await awakeDeliveries(tx, { userId, at: clock.now() })
    return changed
  })
}
