import { createLifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { step } from '../progress.js'
import { percentile, rounded } from '../statistics.js'
import { completionsOf, houseClient, type Completion, type HouseClient } from './house-client.js'
import { houses, startHouses, type House, type RunningHouse } from './houses.js'

/** How long a player waits for the news that a quest is completed. */
export interface SignInFigures {
  readonly house: House
  /** Of those that completed a quest. */
  readonly signIns: number
  /** From the commit of the sign-in in users to the client's reading, answered with fields of three subgraphs. */
  readonly fromSignIn: Waits
  /** From the commit of the completion in quests. */
  readonly fromCompletion: Waits
}

interface Waits {
  readonly p50Ms: number
  readonly p99Ms: number
}

/** The sign-ins that "Daily visitor" requires, and the number of times that it can be completed. */
const SIGN_INS_FOR_QUEST = 3
const COMPLETIONS_EACH = 2
/** Completed by creating a character: its news tells that the subscription has begun. */
const FIRST_QUEST = 'First steps'
const QUEST = 'Daily visitor'
/** Players whose completions are not measured: code that runs for the first time is slow. */
const WARM_UP_PLAYERS = 3

/** Real players sign in by their passwords, one after the other, each before an open subscription. */
export async function measureSignIns(players: number): Promise<SignInFigures[]> {
  if (players === 0) return []
  const lifecycle = createLifecycle(createLogger({ name: 'bench', level: 'warn' }))
  try {
    const start = await step('PostgreSQL runs, with fsync', () => startHouses(lifecycle))
    const figures: SignInFigures[] = []
    for (const house of houses) {
      const running = await step(`${house} serves`, () => start(house))
      figures.push(await step(`Sign-ins, ${house}`, () => measureHouse(house, running, players)))
    }
    return figures
  } finally {
    await lifecycle.close()
  }
}

async function measureHouse(house: House, running: RunningHouse, players: number): Promise<SignInFigures> {
  const client = houseClient(running.url)
  const read: Completion[] = []
  for (let number = 0; number < WARM_UP_PLAYERS + players; number++) {
    const completions = await play(client, number)
    if (number >= WARM_UP_PLAYERS) read.push(...completions)
  }
  const commits = await commitsOf(running)
  const waits = read.flatMap(({ id, readAtMs }) => {
    const commit = commits.get(id)
    return commit === undefined ? [] : [[readAtMs - commit.signedInAtMs, readAtMs - commit.completedAtMs] as const]
  })
  if (waits.length !== players * COMPLETIONS_EACH)
    throw new Error(`Expected ${players * COMPLETIONS_EACH} completions by sign-ins, got ${waits.length}`)
  const figuresOf = (values: readonly number[]): Waits => ({
    p50Ms: rounded(percentile(values, 0.5)),
    p99Ms: rounded(percentile(values, 0.99)),
  })
  return {
    house,
    signIns: waits.length,
    fromSignIn: figuresOf(waits.map(([sinceSignIn]) => sinceSignIn)),
    fromCompletion: figuresOf(waits.map(([, sinceCompletion]) => sinceCompletion)),
  }
}

/** A player who signs in until the quest cannot be completed any more. @returns its completions. */
async function play(client: HouseClient, number: number): Promise<Completion[]> {
  const player = await client.signUp(number)
  const completions = completionsOf(client.url, player)
  try {
    await completions.next(FIRST_QUEST)
    const read: Completion[] = []
    for (let completion = 0; completion < COMPLETIONS_EACH; completion++) {
      for (let signIn = 0; signIn < SIGN_INS_FOR_QUEST; signIn++) await client.signIn(player)
      read.push(await completions.next(QUEST))
    }
    return read
  } finally {
    await completions.close()
  }
}

/** By completion: when it was committed, and when the sign-in that caused it was. */
async function commitsOf(running: RunningHouse) {
  // Both rows are written once and never changed, so that their transaction is the one meant.
  const completed = await running.database('quests').query<{ id: string; session: string; ms: string }>(
    `select c.id, cause.data->>'sessionId' as session, extract(epoch from pg_xact_commit_timestamp(e.xmin)) * 1000 as ms
     from quest_completion c
     join game_event e on e.user_id = c.user_id and e.sequence = c.sequence
     join game_event cause on cause.id = e.caused_by
     where cause.type = 'user.signed_in'`,
  )
  const begun = await running
    .database('users')
    .query<{ session: string; ms: string }>(
      `select session_id as session, extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as ms from refresh_token`,
    )
  const signedIn = new Map(begun.rows.map(({ session, ms }) => [session, Number(ms)]))
  return new Map(
    completed.rows.map(({ id, session, ms }) => [
      id,
      { signedInAtMs: signedIn.get(session) ?? Number.NaN, completedAtMs: Number(ms) },
    ]),
  )
}
