import { parseGuildInput } from '../../domain/guild-input.js'
import { guildNameTaken, invalidInput } from '../../errors.js'
import { findTaken } from '../../repositories/founding.js'
import { saveSettings } from '../../repositories/guild.js'
import { appendLog } from '../../repositories/guild-log.js'
import type { Needs } from '../needs.js'
import { changeGuild } from './guild-access.js'

export interface UpdateGuildRequest {
  readonly userId: string
  readonly guildId: string
  readonly input: Parameters<typeof parseGuildInput>[0]
}

/** Changes what a guild says of itself. */
export async function updateGuild(needs: Needs, { userId, guildId, input }: UpdateGuildRequest) {
  const parsed = parseGuildInput(input)
  if ('problem' in parsed) return invalidInput(parsed.problem)
  const { settings } = parsed
  const refused = { taken: false }
  try {
    return await changeGuild(needs, { guildId, userId, right: 'UPDATE' }, async (tx, { guild }) => {
      const saved = await saveSettings(tx, guild.id, settings)
      if (saved === null) {
        refused.taken = true
        throw new Error('the name is taken')
      }
      await appendLog(tx, [{ guildId: guild.id, kind: 'SETTINGS_CHANGED', actorId: userId }], needs.clock.now())
      return saved
    })
  } catch (error) {
    // The violated constraint has ended the transaction.
    if (!refused.taken) throw error
    return guildNameTaken((await findTaken(needs.pool, settings)) ?? settings.name)
  }
}
