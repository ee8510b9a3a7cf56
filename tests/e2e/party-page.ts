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

/** Waits until the world shows a member of the party: in its list, and by a ring on the map. */
export async function untilPartyIsSeen(page: Page, name: string): Promise<void> {
  await page.getByRole('list', { name: 'Party' }).getByText(name).waitFor()
  await page.getByRole('list', { name: 'Party' }).getByText('In view', { exact: true }).waitFor()
  await expect.poll(() => partyRingOf(page), PATIENT).toBeGreaterThan(20)
}

export const untilNoPartyIsSeen = async (page: Page): Promise<void> => {
  await page.getByRole('list', { name: 'Party' }).waitFor({ state: 'detached' })
  await expect.poll(() => partyRingOf(page), PATIENT).toBe(0)
}

const PATIENT = { timeout: 30_000 }

/** The ring around members of the party, as web/src/map/draw/draw-marks.ts draws it. */
const PARTY_RING = [0x7f, 0xd0, 0xff]

/** How many pixels of the map have the colour of the ring around members of the party. */
const partyRingOf = (page: Page): Promise<number> =>
  ofPicture(
    page,
    page.getByRole('application'),
    `let count = 0
    for (let at = 0; at < pixels.length; at += 4)
      if ([${PARTY_RING.join(', ')}].every((value, part) => Math.abs(pixels[at + part] - value) < 12)) count++
    return count`,
  )
