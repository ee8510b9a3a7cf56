import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  changeEmailMutation,
  guestMutation,
  meQuery,
  requestVerificationMutation,
  upgradeMutation,
  verifyMutation,
} from './account-operations.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import { PASSWORD, playerOf, signUpMutation, startUsers, type Player, type TestApp } from './users-app.js'

let mail: MailServer
let users: TestApp
beforeAll(async () => {
  mail = await startMailServer()
  users = await startUsers({ settings: mailSettings(mail) })
})
afterAll(async () => {
  await users.close()
  await mail.close()
})

let tested = 0
/** Whom strangers keep from verifying. */
let address: string
beforeEach(() => {
  address = `owner-${(tested += 1)}@example.com`
})

let names = 0
let networks = 0
const aNetwork = () => `10.13.${Math.floor((networks += 1) / 250)}.${(networks % 250) + 1}`
const signUpWith = async (email: string, from: string) => {
  const input = { username: `waiting_${(names += 1)}`, email, password: PASSWORD }
  return playerOf(await users.change(null, signUpMutation, { input }, { address: from }))
}
const ask = (player: Player, from: string) => users.change(player, requestVerificationMutation, {}, { address: from })
const mailsTo = async (to: string) => {
  await users.app.services.sendMails()
  return mail.arrived.filter(arrived => arrived.to === to)
}
const verify = (token: string, player: Player | null = null) =>
  users.change(
    player,
    `mutation ($token: String!, $forViewer: Boolean!) {
    result: verifyEmail(token: $token, forViewer: $forViewer) { __typename ... on User { id } } }`,
    { token, forViewer: player !== null },
  )
const emailOf = async (player: Player) =>
  ((await users.ask(player, meQuery)).data as { me: { email: string | null } }).me.email

describe('verification mails to one address', () => {
  test('that one network asks for are few, by whatever accounts, and the owner on another network gets one', async () => {
    const network = aNetwork()
    for (let index = 0; index < 9; index += 1) await signUpWith(address, network)
    expect(await mailsTo(address)).toHaveLength(5)
    const owner = await signUpWith(address, aNetwork())
    expect(await mailsTo(address)).toHaveLength(6)
    expect(await verify(mail.tokenFor(address))).toMatchObject({ __typename: 'User', id: owner.userId })
    expect(await emailOf(owner)).toBe(address)
  })

  test('that upgrades of guests bring count as those of sign-ups', async () => {
    const network = aNetwork()
    for (let index = 0; index < 4; index += 1) await signUpWith(address, network)
    for (let index = 0; index < 3; index += 1) {
      const guest = playerOf(await users.change(null, guestMutation, { input: {} }, { address: network }))
      const input = { username: `upgraded_${(names += 1)}`, email: address, password: PASSWORD }
      expect(await users.change(guest, upgradeMutation, { input }, { address: network })).toMatchObject({
        __typename: 'User',
      })
    }
    expect(await mailsTo(address)).toHaveLength(5)
  })

  test('that one account asks for are few, from whatever networks', async () => {
    const player = await signUpWith(address, aNetwork())
    const results = []
    for (let index = 0; index < 6; index += 1) results.push((await ask(player, aNetwork())).__typename)
    expect(results).toEqual([...Array.from({ length: 5 }, () => 'MailQueued'), 'TooManyAttempts'])
    expect(await mailsTo(address)).toHaveLength(6)
    const input = { email: `other-${address}`, currentPassword: PASSWORD }
    expect(await users.change(player, changeEmailMutation, { input }, { address: aNetwork() })).toMatchObject({
      __typename: 'TooManyAttempts',
    })
  })

  test('are twenty an hour, and a network that could not have one asks again later', async () => {
    for (let index = 0; index < 25; index += 1) await signUpWith(address, aNetwork())
    expect(await mailsTo(address)).toHaveLength(20)
    const owner = await signUpWith(address, aNetwork())
    expect(await mailsTo(address)).toHaveLength(20)
    users.clock.advance(3_600_000)
    const again = playerOf(await users.signIn(owner.username))
    expect(await ask(again, aNetwork())).toMatchObject({ __typename: 'MailQueued' })
    expect(await mailsTo(address)).toHaveLength(21)
  })
})

describe('a token that was mailed for the account of a stranger', () => {
  /** Strangers on many networks have used up the mails to the address. */
  const usedUp = async () => {
    for (let index = 0; index < 20; index += 1) await signUpWith(address, aNetwork())
    await mailsTo(address)
    const owner = await signUpWith(address, aNetwork())
    expect(await mailsTo(address)).toHaveLength(20)
    return owner
  }

  test('verifies the address for its owner, who waits for it as well and is signed in', async () => {
    const owner = await usedUp()
    const token = mail.tokenFor(address)
    expect(await verify(token, owner)).toMatchObject({ __typename: 'User', id: owner.userId })
    expect(await emailOf(owner)).toBe(address)
    expect(await verify(token, owner)).toMatchObject({ __typename: 'TokenRefused' })
    expect(await verify(token)).toMatchObject({ __typename: 'TokenRefused' })
    expect(await users.rows(`select from "user" where email = $1`, [address])).toHaveLength(1)
  })

  test('of those who give it at once verifies it for one', async () => {
    const owner = await usedUp()
    const token = mail.tokenFor(address)
    const results = await Promise.all([verify(token, owner), verify(token), verify(token, owner), verify(token)])
    expect(results.filter(({ __typename }) => __typename === 'User')).toHaveLength(1)
    expect(await users.rows(`select from "user" where email = $1`, [address])).toHaveLength(1)
  })

  test('verifies nothing for a user who waits for no address, or for another one, and still counts', async () => {
    const stranger = await signUpWith(address, aNetwork())
    await mailsTo(address)
    const token = mail.tokenFor(address)
    const other = await signUpWith(`another-${address}`, aNetwork())
    expect(await verify(token, other)).toMatchObject({ __typename: 'TokenRefused' })
    expect(await emailOf(other)).toBeNull()
    const question = 'mutation ($token: String!) { result: verifyEmail(token: $token, forViewer: true) { __typename } }'
    expect((await users.ask(null, question, { token })).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
    expect(await users.change(null, verifyMutation, { token })).toMatchObject({ id: stranger.userId })
  })
})
