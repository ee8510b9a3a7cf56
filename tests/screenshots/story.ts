import { bannerNamed } from '../e2e/economy.js'
import { beginDuel, endDuel, fillBoard, posePuzzles, sendMails } from './content-story.js'
import { connect, signIn, signUp, type Person } from './people.js'
import { formParty, foundGuild, invite, makeFriends, talk } from './social-story.js'

const NAMES = [
  'Mira',
  'Tobin',
  'Juno',
  'Falk',
  'Wren',
  'Oriel',
  'Grimm',
  'Sable',
  'Ivo',
  'Nessa',
  'Petra',
  'Quill',
] as const

/** The data behind the pictures, as players and operators make it through the API. */
export interface Story {
  readonly bannerId: string
  readonly guildId: string
  readonly boardName: string
  readonly puzzleId: string
  readonly worldChannelId: string
  /** An invitation lasts for two minutes, so a picture makes its own. */
  inviteToParty(): Promise<void>
  /** A duel lasts for three minutes. */
  beginDuel(): Promise<void>
  endDuel(): Promise<void>
  /** Those who are online go. */
  close(): Promise<void>
}

export async function tellStory(url: string): Promise<Story> {
  const aria = await signIn(url, 'aria')
  const admin = await signIn(url, 'admin', 'waystone-admin-1')
  const people = new Map<string, Person>([['aria', aria]])
  for (const name of NAMES) people.set(name, await signUp(url, name))
  const person = (name: (typeof NAMES)[number]) => people.get(name) ?? aria
  const cast = { aria, admin, people }

  await makeFriends(cast)
  const guildId = await foundGuild(cast)
  await formParty(cast)
  const worldChannelId = await talk(cast)
  await sendMails(admin.client, aria)
  await fillBoard(admin.client, people)
  const puzzleId = await posePuzzles(admin.client)
  const online = (['Mira', 'Tobin', 'Juno'] as const).map(name => connect(url, person(name)))
  await person('Juno').client.data('mutation { setPresence(status: AWAY) { status } }')
  const rival = person('Nessa')
  const { id: bannerId } = await bannerNamed(aria.client, 'First Light')
  return {
    bannerId,
    guildId,
    boardName: 'Furthest travelled',
    puzzleId,
    worldChannelId,
    inviteToParty: () => invite(aria, person('Tobin')),
    beginDuel: () => beginDuel(aria, rival),
    endDuel: () => endDuel(rival),
    close: async () => {
      for (const leave of online) await leave()
    },
  }
}
