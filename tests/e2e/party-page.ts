import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Player } from './players.js'
import { ofPicture } from './world-page.js'

/** Has both in one party. */
export async function formParty(leader: Player, other: Player): Promise<void> {
  await leader.client.data('mutation ($id: ID!) { inviteToParty(userId: $id) { __typename } }', { id: other.id })
  const { me } = await other.client.data<{ me: { partyInvitations: { id: string }[] } }>(
    '{ me { partyInvitations { id } } }',
  )
  const { answerPartyInvitation: joined } = await other.client.data<{ answerPartyInvitation: { __typename: string } }>(
    'mutation ($id: ID!) { answerPartyInvitation(id: $id, accept: true) { __typename } }',
    { id: me.partyInvitations[0]?.id },
  )
  expect(joined.__typename).toBe('Party')
}

const members = (page: Page) => page.getByRole('list', { name: 'Party', exact: true })

/**
 * Waits until the world shows a member of the party: in its list, and by a ring on the map.
 * @param place of the member, on the stage and in a cell of its own: the ring of the player's own character covers others
 */
export async function untilPartyIsSeen(page: Page, { name, place }: { name: string; place: string }): Promise<void> {
  await members(page).getByRole('listitem').filter({ hasText: name }).getByText(place, { exact: true }).waitFor()
  await expect.poll(() => partyRingOf(page), PATIENT).toBeGreaterThan(50)
}

export const untilNoPartyIsSeen = async (page: Page): Promise<void> => {
  await members(page).waitFor({ state: 'detached' })
  await expect.poll(() => partyRingOf(page), PATIENT).toBeLessThan(10)
}

const PATIENT = { timeout: 30_000 }

/**
 * How many pixels of the map are of the light blue of the ring around members of the party, which
 * web/src/map/draw/draw-marks.ts draws: a thin line is mixed with the ground at its edges.
 */
const partyRingOf = (page: Page): Promise<number> =>
  ofPicture(
    page,
    page.getByRole('application'),
    `let count = 0
    for (let at = 0; at < pixels.length; at += 4)
      if (pixels[at + 2] - pixels[at] > 40 && pixels[at + 1] > 165) count++
    return count`,
  )
