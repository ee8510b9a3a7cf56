import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { changeEmailMutation, meQuery, requestVerificationMutation, verifyMutation } from './account-operations.js'
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

let addresses = 0
/** A network that no other test has used up. */
const anAddress = () => `10.8.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`
const signUp = (username: string, email: string) =>
  users.change(null, signUpMutation, { input: { username, email, password: PASSWORD } }, { address: anAddress() })
const me = async (player: Player) =>
  (await users.ask(player, meQuery)).data?.['me'] as { email: string | null; access: object }
const verify = (token: string) => users.change(null, verifyMutation, { token })
const changeEmail = (player: Player, email: string, currentPassword = PASSWORD) =>
  users.change(player, changeEmailMutation, { input: { email, currentPassword } }, { address: anAddress() })
/** A player whose address is verified. */
const aVerifiedPlayer = async (username: string) => {
  const email = `${username}@example.com`
  const player = playerOf(await signUp(username, email))
  await users.app.services.sendMails()
  await verify(mail.tokenFor(email))
  return { ...player, email }
}

describe('where mail is sent', () => {
  test('an address is the user’s once the token that was mailed to it comes back', async () => {
    const player = playerOf(await signUp('Vera', 'Vera@Example.com'))
    const waiting = {
      isGuest: false,
      emailVerified: false,
      pendingEmail: 'vera@example.com',
      hasPassword: true,
      providers: [],
    }
    expect(await me(player)).toMatchObject({ email: null, access: waiting })
    await users.app.services.sendMails()
    expect(mail.arrived.at(-1)).toMatchObject({
      to: 'vera@example.com',
      subject: 'Example Game: confirm your e-mail address',
    })

    expect(await verify(mail.tokenFor('vera@example.com'))).toMatchObject({ __typename: 'User', username: 'Vera' })
    expect(await me(player)).toMatchObject({
      email: 'vera@example.com',
      access: { ...waiting, emailVerified: true, pendingEmail: null },
    })
    expect(await users.signIn('vera@example.com')).toMatchObject({ __typename: 'AuthSession' })
  })

  test('a token works once, also when it comes many times at once, and not after a day', async () => {
    playerOf(await signUp('Tom', 'tom@example.com'))
    await users.app.services.sendMails()
    const token = mail.tokenFor('tom@example.com')
    const results = await Promise.all(Array.from({ length: 6 }, () => verify(token)))
    expect(results.map(({ __typename }) => __typename).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'TokenRefused'),
      'User',
    ])
    playerOf(await signUp('Tim', 'tim@example.com'))
    await users.app.services.sendMails()
    const late = mail.tokenFor('tim@example.com')
    users.clock.advance(24 * 3_600_000)
    expect(await verify(late)).toMatchObject({ __typename: 'TokenRefused' })
    await users.app.services.prune()
    expect(await users.rows('select from account_token')).toEqual([])
  })

  test('sign-up answers alike for free and taken addresses, and only the owner is told', async () => {
    const owner = await aVerifiedPlayer('owner')
    const shape = ({ __typename, user }: Awaited<ReturnType<typeof signUp>>) => ({
      __typename,
      email: (user as Player).email,
    })
    const free = await signUp('stranger_1', 'free@example.com')
    const taken = await signUp('stranger_2', owner.email)
    expect(shape(taken)).toEqual(shape(free))
    const accessOf = async (result: typeof free) => ({ ...(await me(playerOf(result))).access, pendingEmail: '' })
    expect(await accessOf(taken)).toEqual(await accessOf(free))
    await users.app.services.sendMails()
    const told = mail.arrived.findLast(({ to }) => to === owner.email)
    expect(told?.subject).toBe('Example Game: you have an account already')
    expect(told?.text).toContain('"owner"')
    expect(await users.signIn(owner.email)).toMatchObject({ user: { id: owner.userId } })
  })

  test('of several who claim one address, it is whose that has its mail; the others keep their accounts without it', async () => {
    const squatter = playerOf(await signUp('squatter', 'claimed@example.com'))
    await users.app.services.sendMails()
    const squattersToken = mail.tokenFor('claimed@example.com')
    const owner = playerOf(await signUp('claimant', 'claimed@example.com'))
    await users.app.services.sendMails()
    expect(await verify(mail.tokenFor('claimed@example.com'))).toMatchObject({ __typename: 'User', id: owner.userId })
    expect(await verify(squattersToken)).toMatchObject({ __typename: 'EmailTaken' })
    expect(await me(squatter)).toMatchObject({ email: null })
    expect(await users.signIn('squatter')).toMatchObject({ __typename: 'AuthSession' })
  })

  test('another address needs the password, and the old one stays until it is verified, and is told then', async () => {
    const player = await aVerifiedPlayer('mover')
    expect(await changeEmail(player, 'moved@example.com', 'wrong password')).toMatchObject({
      __typename: 'InvalidCredentials',
    })
    expect(await changeEmail(player, 'Moved@example.com')).toEqual({
      __typename: 'MailQueued',
      tokenLifetimeSeconds: 86_400,
    })
    expect(await me(player)).toMatchObject({
      email: 'mover@example.com',
      access: { pendingEmail: 'moved@example.com' },
    })
    await users.app.services.sendMails()
    await verify(mail.tokenFor('moved@example.com'))
    expect(await me(player)).toMatchObject({
      email: 'moved@example.com',
      access: { emailVerified: true, pendingEmail: null },
    })
    await users.app.services.sendMails()
    expect(mail.arrived.at(-1)).toMatchObject({
      to: 'mover@example.com',
      subject: 'Example Game: your e-mail address was changed',
    })
  })

  test('a token for an address that is not wanted any more is refused', async () => {
    const player = await aVerifiedPlayer('wavering')
    await changeEmail(player, 'first@example.com')
    await users.app.services.sendMails()
    const first = mail.tokenFor('first@example.com')
    await changeEmail(player, 'second@example.com')
    expect(await verify(first)).toMatchObject({ __typename: 'TokenRefused' })
    expect(await me(player)).toMatchObject({
      email: 'wavering@example.com',
      access: { pendingEmail: 'second@example.com' },
    })
  })

  test('a token can be asked for again, so many times an hour, while an address waits', async () => {
    const player = playerOf(await signUp('again', 'again@example.com'))
    const address = anAddress()
    const ask = () => users.change(player, requestVerificationMutation, {}, { address })
    const results = []
    for (let index = 0; index < 6; index += 1) results.push(await ask())
    expect(results.map(({ __typename }) => __typename)).toEqual([
      ...Array.from({ length: 5 }, () => 'MailQueued'),
      'TooManyAttempts',
    ])
    await users.app.services.sendMails()
    // With the one of the sign-up.
    expect(mail.arrived.filter(({ to }) => to === 'again@example.com')).toHaveLength(6)
    await verify(mail.tokenFor('again@example.com'))
    expect(await users.change(player, requestVerificationMutation, {}, { address: anAddress() })).toMatchObject({
      __typename: 'NoEmailPending',
    })
  })

  test('a claim that is dropped while another token is asked for does not come back', async () => {
    const player = await aVerifiedPlayer('hijacked')
    await changeEmail(player, 'thief@example.com')
    const gate = await users.database.primary.connect()
    try {
      // As a change of the password does it.
      await gate.query('begin')
      await gate.query('select from "user" where id = $1 for no key update', [player.userId])
      await gate.query('delete from email_claim where user_id = $1', [player.userId])
      const asked = users.change(player, requestVerificationMutation, {}, { address: anAddress() })
      await vi.waitFor(async () => expect(await users.rows(`select from pg_locks where not granted`)).not.toEqual([]), {
        timeout: 20_000,
        interval: 20,
      })
      await gate.query('commit')
      expect(await asked).toMatchObject({ __typename: 'NoEmailPending' })
    } finally {
      gate.release()
    }
    expect(await me(player)).toMatchObject({ email: 'hijacked@example.com', access: { pendingEmail: null } })
  })

  test.each(['', 'nobody', 'a@b', 'nul\0@example.com', `${'x'.repeat(250)}@example.com`])(
    'what is no address is refused and changes nothing: %j',
    async email => {
      const player = await users.aPlayer()
      const before = await users.state()
      expect(await changeEmail(player, email)).toMatchObject({ __typename: 'InvalidInput', field: 'email' })
      expect(await users.state()).toEqual(before)
    },
  )

  test.each(['', 'none', 'nul\0', 'x'.repeat(100_000), 'x'.repeat(43)])(
    'what is no token is refused: %j',
    async token => {
      const before = await users.state()
      expect(await verify(token)).toMatchObject({ __typename: 'TokenRefused' })
      expect(await users.state()).toEqual(before)
    },
  )

  test('tokens are kept as hashes only, and are gone with what they were for', async () => {
    playerOf(await signUp('hashed', 'hashed@example.com'))
    await users.app.services.sendMails()
    const token = mail.tokenFor('hashed@example.com')
    expect(JSON.stringify(await users.state())).not.toContain(token)
    await verify(token)
    expect(await users.rows(`select from mail`)).toEqual([])
    expect(await users.rows(`select from account_token where address = 'hashed@example.com'`)).toEqual([])
  })

  test('strangers cannot change an address or ask for mail in a user’s name', async () => {
    for (const [query, variables] of [
      [changeEmailMutation, { input: { email: 'a@example.com', currentPassword: PASSWORD } }],
      [requestVerificationMutation, {}],
    ] as const)
      expect((await users.ask(null, query, variables)).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  })
})

test('where no mail is sent, what needs it says so, and an address is taken over as it is', async () => {
  const silent = await startUsers()
  try {
    const player = await silent.aPlayer()
    const input = { email: 'a@example.com', currentPassword: PASSWORD }
    expect(await silent.change(player, changeEmailMutation, { input })).toMatchObject({ __typename: 'NotOffered' })
    expect(await silent.change(player, requestVerificationMutation)).toMatchObject({ __typename: 'NotOffered' })
    const { data } = await silent.ask(
      player,
      `{ accessOptions { mail guests providers { name } demoPlayers { username } } me { email } }`,
    )
    expect(data).toEqual({
      accessOptions: { mail: false, guests: true, providers: [], demoPlayers: [] },
      me: { email: player.email },
    })
    expect(await silent.rows('select from mail')).toEqual([])
  } finally {
    await silent.close()
  }
})
