import { parseUuid } from '@waystone/kit/graphql'
import { guildFull, noSuchApplication } from '../../errors.js'
import { deleteApplication, findApplications } from '../../repositories/guild-application.js'
import { blockedBy } from '../blocks.js'
import type { Needs } from '../needs.js'
import { changeGuild } from './guild-access.js'
import { admit } from './join-guild.js'

export interface AnswerApplicationRequest {
  readonly userId: string
  readonly id: string
  readonly accept: boolean
}

/** Takes an applicant in, or turns one down. */
export async function answerApplication(needs: Needs, { userId, id: given, accept }: AnswerApplicationRequest) {
  const id = parseUuid(given)
  const application = id === null ? undefined : (await findApplications(needs.pool, [id])).get(id)
  if (application === undefined) return noSuchApplication()
  const asked = { guildId: application.guildId, userId, right: 'ANSWER_APPLICATIONS' } as const
  return await changeGuild(needs, asked, async (tx, { guild }) => {
    // As in the list of applications, which leaves it out.
    if ((await blockedBy(tx, userId, [application.userId])).has(application.userId)) return noSuchApplication()
    if (accept && guild.memberCount >= guild.memberLimit) return guildFull(guild.memberLimit)
    // Two officers may answer at once; the applicant may have joined another guild.
    if (!(await deleteApplication(tx, application.id))) return noSuchApplication()
    if (!accept) return guild
    return (await admit(needs, tx, { guild, userId: application.userId, by: userId })) ?? noSuchApplication()
  })
}
