import { createLogger } from '@waystone/kit/logger'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  answerMutation,
  challengeOf,
  setUpTwoFactor,
  signInsOf,
  turnOffMutation,
  wrongCode,
  type TwoFactorUser,
} from './authenticator.js'
import { PASSWORD, startUsers, type Result, type TestApp } from './users-app.js'

const logged: string[] = []
let users: TestApp
beforeAll(async () => {
  const destination = { write: (line: string) => void logged.push(line) }
  users = await startUsers({ logger: createLogger({ name: 'test', level: 'trace', destination }) })
})
afterAll(() => users.close())

const now = () => users.clock.now()
const { begun: begunSignIn, answer, nextCode } = signInsOf(() => users)

describe('answers at once', () => {
  let user: TwoFactorUser
  beforeEach(async () => {
    user = await setUpTwoFactor(users, await users.anAdministrator())
  })
  const outcomes = async (answers: readonly Promise<Result>[]) => {
    const results = await Promise.all(answers)
    return results.map(({ __typename, fault }) => (typeof fault === 'string' ? fault : __typename)).toSorted()
  }
  const times = <T>(count: number, of: T): T[] => Array.from({ length: count }, () => of)

  test('to one challenge begin one session', async () => {
    const challenge = await begunSignIn(user)
    const before = (await users.told('user.signed_in')).length
    const code = user.app.code(now())
    expect(await outcomes(times(6, null).map(() => answer(challenge, code)))).toEqual(
      ['AuthSession', ...times(5, 'CHALLENGE_EXPIRED')].toSorted(),
    )
    expect(await users.told('user.signed_in')).toHaveLength(before + 1)
  })

  test.each(['a time-based code', 'a backup code'])('by %s count it once over several sign-ins', async kind => {
    const challenges = await Promise.all(times(4, null).map(() => begunSignIn(user)))
    const [backup = ''] = user.backupCodes
    const code = kind === 'a backup code' ? backup : user.app.code(now())
    const found = await outcomes(challenges.map(challenge => answer(challenge, code)))
    expect(found.filter(outcome => outcome === 'AuthSession')).toHaveLength(1)
    expect(new Set(found)).toEqual(new Set(['AuthSession', kind === 'a backup code' ? 'WRONG_CODE' : 'USED_CODE']))
  })

  test('that are wrong are told so five times, as one by one', async () => {
    const challenge = await begunSignIn(user)
    const code = wrongCode(user.app, now())
    const found = await outcomes(times(12, null).map(() => answer(challenge, code)))
    expect(found).toEqual([...times(7, 'TooManyAttempts'), ...times(5, 'WRONG_CODE')])
  })
})

describe('guessing', () => {
  let user: TwoFactorUser
  beforeEach(async () => {
    user = await setUpTwoFactor(users, await users.anAdministrator())
  })
  const guess = async (challenge: string, count: number, address: (index: number) => string) => {
    const results = []
    for (let index = 0; index < count; index++)
      results.push(await answer(challenge, wrongCode(user.app, now()), { address: address(index) }))
    return results.map(({ __typename }) => __typename)
  }

  test('is slowed down, even for the right code, until the wait is over', async () => {
    const challenge = await begunSignIn(user)
    expect(new Set(await guess(challenge, 5, () => '127.0.0.1'))).toEqual(new Set(['SecondFactorRefused']))
    expect(await answer(challenge, user.app.code(now()))).toMatchObject({
      __typename: 'TooManyAttempts',
      retryAfterSeconds: 15,
    })
    // The right password does not buy new guesses.
    expect(await answer(await begunSignIn(user), user.app.code(now()))).toMatchObject({ __typename: 'TooManyAttempts' })
    users.clock.advance(15_000)
    expect(await answer(challenge, user.app.code(now()))).toMatchObject({ __typename: 'AuthSession' })
  })

  test('from many networks counts together, and does not hold up a device that has signed in before', async () => {
    const { deviceToken } = await answer(await begunSignIn(user), user.app.code(now()))
    const stranger = (index: number) => `10.66.${index}.1`
    const challenge = await begunSignIn(user, { address: stranger(0) })
    const found = await guess(challenge, 8, stranger)
    expect(found.filter(one => one === 'SecondFactorRefused')).toHaveLength(5)

    const input = { usernameOrEmail: user.username, password: PASSWORD, deviceToken }
    const signIn = `mutation ($input: SignInInput!) { result: signIn(input: $input) { __typename ... on SecondFactorRequired { challenge } } }`
    const own = await users.change(null, signIn, { input }, { address: stranger(9) })
    expect(await answer(challengeOf(own), nextCode(user), { address: stranger(9) })).toMatchObject({
      __typename: 'AuthSession',
    })
  })

  test('by a stolen access token is slowed down as well', async () => {
    const code = wrongCode(user.app, now())
    const found = []
    for (let index = 0; index < 7; index++)
      found.push((await users.change(user, turnOffMutation, { input: { code } })).__typename)
    expect(found).toEqual([
      ...Array.from({ length: 5 }, () => 'SecondFactorRefused'),
      'TooManyAttempts',
      'TooManyAttempts',
    ])
  })
})

test('neither secrets nor codes nor challenges are logged, whatever becomes of a sign-in', async () => {
  const user = await setUpTwoFactor(users, await users.anAdministrator())
  const [challenge, other] = [await begunSignIn(user), await begunSignIn(user)]
  const [code, wrong] = [user.app.code(now()), wrongCode(user.app, now())]
  await answer(challenge, wrong)
  await answer(challenge, code)
  await answer(other, code)
  // A key that cannot be read is a fault, which is logged.
  await users.rows(`UPDATE two_factor SET secret = 'ab' WHERE user_id = $1`, [user.userId])
  expect(
    (await users.ask(null, answerMutation, { input: { challenge: other, code: nextCode(user) } })).errors,
  ).toHaveLength(1)
  const secret = user.app.uri.searchParams.get('secret') ?? ''
  // Digits alone may stand in a time.
  const texts = [secret, challenge, other, ...user.backupCodes, `"${code}"`, `"${wrong}"`]
  for (const text of texts) expect(logged.join()).not.toContain(text)
})
