import { createHmac } from 'node:crypto'
import { PASSWORD, type Player, type Result, type TestApp } from './users-app.js'

const PERIOD_MS = 30_000
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An authenticator app, by RFC 4648 and RFC 6238: written here, so that it is no copy of what it tests. */
export interface Authenticator {
  /** The digits that the app shows at a moment. */
  code(at: Date): string
  readonly uri: URL
}

export function scan(uri: string): Authenticator {
  const parsed = new URL(uri)
  const bits = (parsed.searchParams.get('secret') ?? '')
    .split('')
    .map(letter => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  return {
    uri: parsed,
    code: at => {
      const counter = Buffer.alloc(8)
      counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / PERIOD_MS)))
      const hash = createHmac('sha1', secret).update(counter).digest()
      const offset = (hash.at(-1) ?? 0) & 0xf
      return String((hash.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
    },
  }
}

/** Six digits that the app shows at no moment near this one. */
export function wrongCode(app: Authenticator, at: Date): string {
  const near = new Set([-1, 0, 1].map(periods => app.code(new Date(at.getTime() + periods * PERIOD_MS))))
  return ['000000', '111111', '222222', '333333'].find(code => !near.has(code)) ?? ''
}

const REFUSED = `... on Refusal { message ... on SecondFactorRefused { fault } ... on TwoFactorStateRefused { state }
  ... on InvalidCredentials { reason } ... on NotOffered { cause } ... on TooManyAttempts { retryAfterSeconds }
  ... on InvalidInput { field problems { rule } } }`
const TWO_FACTOR = 'twoFactor { state required enabledAt backupCodesLeft }'

export const twoFactorQuery = `{ me { ${TWO_FACTOR} } }`
export const beginMutation = `mutation ($input: BeginTwoFactorInput!) {
  result: beginTwoFactor(input: $input) { __typename ... on TwoFactorSetup { uri backupCodes } ${REFUSED} } }`
export const confirmMutation = `mutation ($input: ConfirmTwoFactorInput!) {
  result: confirmTwoFactor(input: $input) { __typename ... on User { ${TWO_FACTOR} } ${REFUSED} } }`
export const turnOffMutation = `mutation ($input: TurnOffTwoFactorInput!) {
  result: turnOffTwoFactor(input: $input) { __typename ... on User { id } ${REFUSED} } }`
export const answerMutation = `mutation ($input: AnswerSecondFactorInput!) {
  result: answerSecondFactor(input: $input) {
    __typename
    ... on AuthSession {
      user { id username email ${TWO_FACTOR} } session { id current } accessToken refreshToken deviceToken
      canceledDeletion { dueAt }
    } ${REFUSED} } }`

export interface TwoFactorUser extends Player {
  readonly app: Authenticator
  readonly backupCodes: readonly string[]
}

/** Sets a second factor up for a signed-in administrator. The clock goes on, so that the app shows an unused code. */
export async function setUpTwoFactor(users: TestApp, player: Player): Promise<TwoFactorUser> {
  const setup = await users.change(player, beginMutation, { input: {} })
  const app = scan(String(setup['uri']))
  const confirmed = await users.change(player, confirmMutation, { input: { code: app.code(users.clock.now()) } })
  if (confirmed.__typename !== 'User') throw new Error(JSON.stringify(confirmed))
  users.clock.advance(PERIOD_MS)
  return { ...player, app, backupCodes: setup['backupCodes'] as string[] }
}

export const challengeOf = (result: Result): string => {
  if (result.__typename !== 'SecondFactorRequired') throw new Error(JSON.stringify(result))
  return String(result['challenge'])
}

/** Sign-ins with two factors, step by step. */
export const signInsOf = (users: () => TestApp) => ({
  begun: async ({ username }: Player, client: { address?: string } = {}) =>
    challengeOf(await users().signIn(username, PASSWORD, client)),
  answer: (challenge: string, code: string, client: { address?: string } = {}) =>
    users().change(null, answerMutation, { input: { challenge, code } }, client),
  /** The code of the next half minute, which was not used. */
  nextCode: (user: TwoFactorUser) => {
    users().clock.advance(PERIOD_MS)
    return user.app.code(users().clock.now())
  },
})
