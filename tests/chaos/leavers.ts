import { randomUUID } from 'node:crypto'
import { attempt, untilAnswered, type Request } from './client.js'
import { createClientLedger, type Player } from './ledger-of-clients.js'
import { buyCurrency, createCharacter, deleteAccount, pull, rotateSeed } from './operations.js'
import { FOUNDERS, join, password, signInAgain } from './play.js'
import { startClients, type WorkingClients } from './working-clients.js'

/** A client whose access ended: by the deletion, which is the one thing here that ends any. */
const ENDED = /revoked|does not exist/
const RETRIES_MAX = 400

/** Players who leave something personal in every subgraph, and delete their accounts while they still play. */
export interface Leavers extends WorkingClients {
  /** Those whose deletion was answered, or has ended their access. */
  readonly left: readonly Player[]
}

export function startLeavers(url: string, clients: number): Leavers {
  const left: Player[] = []
  const liveOn = async (isStopping: () => boolean) => {
    while (!isStopping()) left.push(await liveAndLeave(url))
  }
  const working = startClients(isStopping => Array.from({ length: clients }, () => liveOn(isStopping)))
  return { left, ...working }
}

async function liveAndLeave(url: string): Promise<Player> {
  const ledger = createClientLedger()
  const player = await join({ url, ledger })
  const ask = (query: string, variables: NonNullable<Request['variables']>) =>
    untilAnswered(url, { query, variables, token: player.token }, () => undefined)
  for (let time = 0; time < 3; time++) await signInAgain({ url, ledger }, player)
  await ask(createCharacter, { name: player.name })
  await ask(rotateSeed, { seed: player.name })
  const token = player.token
  const key = () => ({ idempotencyKey: `${player.name}-${randomUUID()}` })
  // Under way while the account is deleted, and never asked about again.
  const underWay = [
    attempt(url, { query: pull, variables: { input: { bannerId: FOUNDERS, count: 1, ...key() } }, token }),
    attempt(url, {
      query: buyCurrency,
      variables: { input: { packId: 'diamonds-80', paymentMethod: 'pm_ok', ...key() } },
      token,
    }),
    attempt(url, { query: rotateSeed, variables: { seed: player.name }, token }),
    attempt(url, { query: createCharacter, variables: { name: `${player.name}X` }, token }),
  ]
  await leave(url, player)
  await Promise.all(underWay)
  return player
}

/** Asks until it is answered; a lost answer shows as access that has ended. */
async function leave(url: string, { token, name }: Player): Promise<void> {
  for (let tries = 0; tries < RETRIES_MAX; tries++) {
    const outcome = await attempt(url, { query: deleteAccount, variables: { password }, token })
    if ('data' in outcome || ENDED.test(outcome.error)) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`The deletion of ${name} was never answered`)
}
