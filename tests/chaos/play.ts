import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Chance } from './chance.js'
import { attempt, untilAnswered } from './client.js'
import type { ClientLedger, KeyedInput, Player } from './ledger-of-clients.js'
import {
  buyCurrency,
  claim,
  myCompletions,
  pull,
  signIn,
  signUp,
  type AuthAnswer,
  type ClaimAnswer,
  type PullAnswer,
  type PurchaseAnswer,
} from './operations.js'

export interface Play {
  readonly url: string
  readonly ledger: ClientLedger
  readonly chance: Chance
}

export const FOUNDERS = '013a789d-924d-4cd7-bbeb-9fc918cc7311'
const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
export const password = 'a long enough password'

/**
 * Signs up a new player. An attempt that came to an error may have made the account: then the player signs in
 * to it.
 */
export async function join({ url, ledger }: Pick<Play, 'url' | 'ledger'>): Promise<Player> {
  const name = `C${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const variables = { name, email: `${name}@example.com`, password }
  const { signUp: answer } = await untilAnswered<{ signUp: AuthAnswer }>(url, { query: signUp, variables }, error =>
    countError(ledger, 'sign-up', error),
  )
  if (answer.__typename === 'AuthSession') return remember(ledger, playerOf(answer, name))
  if (answer.__typename !== 'UsernameTaken') throw new Error(`Signing up was refused: ${answer.message ?? ''}`)
  return remember(ledger, await signInAs({ url, ledger }, name))
}

export async function signInAgain(play: Pick<Play, 'url' | 'ledger'>, player: Player): Promise<void> {
  player.token = (await signInAs(play, player.name)).token
}

async function signInAs({ url, ledger }: Pick<Play, 'url' | 'ledger'>, name: string): Promise<Player> {
  const { signIn: answer } = await untilAnswered<{ signIn: AuthAnswer }>(
    url,
    { query: signIn, variables: { name, password } },
    error => {
      ledger.uncertainSignIns += 1
      countError(ledger, 'sign-in', error)
    },
  )
  if (answer.session === undefined) throw new Error(`Signing in was refused: ${answer.message ?? answer.__typename}`)
  ledger.sessionIds.push(answer.session.id)
  ledger.counts.operations += 1
  return playerOf(answer, name)
}

export async function purchase(play: Play, player: Player, input: KeyedInput): Promise<void> {
  const { answer, wasRepeated } = await sendKeyed(play, { kind: 'purchase', query: buyCurrency, player, input })
  play.ledger.answered.push({ kind: 'purchase', player, input, answer: answer as PurchaseAnswer, wasRepeated })
}

export async function pullOnce(play: Play, player: Player, count: number): Promise<void> {
  const bannerId = play.chance.happens(0.5) ? FOUNDERS : FIRST_LIGHT
  const input = { bannerId, count, idempotencyKey: randomUUID() }
  const { answer, wasRepeated } = await sendKeyed(play, { kind: 'pull', query: pull, player, input })
  play.ledger.answered.push({ kind: 'pull', player, input, answer: answer as PullAnswer, wasRepeated })
}

/**
 * Sends an operation until it is answered. Now and then a client sends it twice at once: both must get the
 * same answer.
 */
async function sendKeyed(
  { url, ledger, chance }: Play,
  operation: { kind: string; query: string; player: Player; input: KeyedInput },
): Promise<{ answer: unknown; wasRepeated: boolean }> {
  const { kind, query, player, input } = operation
  let wasRepeated = chance.happens(0.05)
  const send = async () =>
    await untilAnswered<{ answer: unknown }>(url, { query, variables: { input }, token: player.token }, error => {
      wasRepeated = true
      countError(ledger, kind, error)
    })
  const [{ answer }, second] = await Promise.all([send(), wasRepeated ? send() : null])
  if (second !== null && !isDeepStrictEqual(answer, second.answer))
    ledger.conflicts.push(`${input.idempotencyKey}: ${JSON.stringify(answer)} and ${JSON.stringify(second.answer)}`)
  ledger.counts.operations += 1
  return { answer, wasRepeated }
}

/** Claims what the player's quests have to give. */
export async function claimAll({ url, ledger }: Play, player: Player): Promise<void> {
  const onError = (error: string) => countError(ledger, 'claim', error)
  const { me } = await untilAnswered<{ me: Completions }>(url, { query: myCompletions, token: player.token }, onError)
  for (const { node } of me.questCompletions.edges.filter(edge => edge.node.claimedAt === null)) {
    const { answer } = await untilAnswered<{ answer: ClaimAnswer }>(
      url,
      { query: claim, variables: { id: node.id }, token: player.token },
      onError,
    )
    ledger.claimed.push({ player, answer })
    ledger.counts.operations += 1
  }
}

interface Completions {
  readonly questCompletions: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly claimedAt: string | null } }[]
  }
}

function playerOf({ accessToken, user }: AuthAnswer, name: string): Player {
  if (accessToken === undefined || user === undefined) throw new Error('A session was begun without a token or a user')
  return { id: user.id, name, token: accessToken }
}

function remember(ledger: ClientLedger, player: Player): Player {
  ledger.players.push(player)
  return player
}

function countError(ledger: ClientLedger, kind: string, error: string): void {
  ledger.counts.errors += 1
  const message = `${kind}: ${error.slice(0, 120)}`
  ledger.messages.set(message, (ledger.messages.get(message) ?? 0) + 1)
}

/**
 * Sends an operation once, and never asks about it again if there is no answer: the servers must bring it to
 * an end by themselves.
 */
export async function walkOff({ url, ledger }: Play, player: Player, kind: 'purchase' | 'pull'): Promise<void> {
  const idempotencyKey = randomUUID()
  const outcome =
    kind === 'pull'
      ? await attempt(url, {
          query: pull,
          variables: { input: { bannerId: FOUNDERS, count: 1, idempotencyKey } },
          token: player.token,
        })
      : await attempt(url, {
          query: buyCurrency,
          variables: { input: { packId: 'diamonds-80', paymentMethod: 'pm_ok', idempotencyKey } },
          token: player.token,
        })
  ledger.walkedOff.add(player)
  if ('error' in outcome) countError(ledger, `${kind}, not repeated`, outcome.error)
}
