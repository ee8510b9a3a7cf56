import { randomBytes } from 'node:crypto'
import { StartError } from '@waystone/kit/errors'
import type { Endpoint } from './endpoint.js'

/** A guest with a character, as any player's device makes one. */
export interface Player {
  readonly characterId: string
  readonly class: BotClass
  /** The access token; a new one where the last has expired. */
  token(why: { readonly expired: boolean }): Promise<string>
}

export const botClasses = ['SWORDSMAN', 'ARCHER', 'MAGE', 'THIEF', 'ACOLYTE', 'MERCHANT'] as const
export type BotClass = (typeof botClasses)[number]

/** The endpoint's limit asks to wait: `retryAfterSeconds` is how long. */
export class SignUpLimit extends Error {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(`The endpoint makes no more accounts for this address for ${retryAfterSeconds} s`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const SIGN_IN = `mutation ($input: SignInAsGuestInput!) {
  signInAsGuest(input: $input) {
    __typename
    ... on AuthSession { accessToken refreshToken }
    ... on TooManyAttempts { retryAfterSeconds }
    ... on Refusal { message }
  }
}`
const REFRESH = `mutation ($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    __typename
    ... on AuthSession { accessToken refreshToken }
    ... on Refusal { message }
  }
}`
const CREATE_CHARACTER = `mutation ($input: CreateCharacterInput!) {
  createCharacter(input: $input) { __typename ... on Character { id } ... on Refusal { message } }
}`

interface Answer {
  readonly __typename: string
  readonly accessToken?: string
  readonly refreshToken?: string
  readonly retryAfterSeconds?: number
  readonly message?: string
}

/** @throws SignUpLimit when the endpoint's limits are reached, StartError when it makes no guests */
export async function signUp(endpoint: Endpoint, number: number): Promise<Player> {
  const characterClass = botClasses[number % botClasses.length] ?? botClasses[0]
  const name = `Bot${randomBytes(6).toString('hex')}`
  const { signInAsGuest } = await endpoint.ask<{ signInAsGuest: Answer }>(SIGN_IN, {
    variables: { input: { displayName: name } },
  })
  let session = sessionOf(signInAsGuest)
  const { createCharacter } = await endpoint.ask<{ createCharacter: { id?: string; message?: string } }>(
    CREATE_CHARACTER,
    { token: session.accessToken, variables: { input: { name, class: characterClass } } },
  )
  if (createCharacter.id === undefined) throw new Error(`No character was made: ${createCharacter.message}`)
  return {
    characterId: createCharacter.id,
    class: characterClass,
    token: async ({ expired }) => {
      if (!expired) return session.accessToken
      const { refreshToken } = session
      const answer = await endpoint.ask<{ refreshSession: Answer }>(REFRESH, { variables: { refreshToken } })
      session = sessionOf(answer.refreshSession)
      return session.accessToken
    },
  }
}

function sessionOf({ __typename, accessToken, refreshToken, message, retryAfterSeconds }: Answer) {
  if (__typename === 'TooManyAttempts') throw new SignUpLimit(retryAfterSeconds ?? 0)
  if (accessToken === undefined || refreshToken === undefined)
    throw new StartError(`The endpoint makes no guest: ${message}`)
  return { accessToken, refreshToken }
}
