import { listDeadLetters, producers, replayDeadLetters, type Producer } from '@waystone/events'
import { withTransaction } from '@waystone/kit/postgres'
import type { DeadLetterResult, ShownDeadLetter } from '@waystone/kit/outbox'
import { countProblems, lengthProblems, type Problem } from '../domain/problems.js'
import { invalidInput, type Refusal } from '../errors.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'
import { REASON_LENGTH_MAX } from './run-catalog-command.js'

/** A dead letter of one of the subgraphs, which asks for its own page here. */
export interface SubgraphDeadLetter extends ShownDeadLetter {
  readonly subgraph: Producer
}

/** The outcome of one dead letter that an administrator asked to replay. */
export type ReplayedLetter = Omit<DeadLetterResult, 'position'> & { readonly id: string }

export const REPLAYED_MAX = 100
/** Handlers may be slow, and a call replays up to a hundred events one after the other. */
const REPLAY_DEADLINE_MS = 30_000

/** Unique among all subgraphs. */
export const deadLetterId = ({ subgraph, position }: { subgraph: Producer; position: string }): string =>
  `${subgraph}:${position}`

/** @throws RequestFault SERVICE_UNAVAILABLE while the subgraph cannot be asked. */
export async function findDeadLetters(
  needs: Needs,
  { subgraph, ...page }: { subgraph: Producer; after: string | null; limit: number },
): Promise<readonly SubgraphDeadLetter[]> {
  const { letters } = await askForPage(needs, subgraph, { ...page, isCounted: false })
  return letters.map(letter => ({ ...letter, subgraph }))
}

export async function countDeadLetters(needs: Needs, subgraph: Producer): Promise<number> {
  const { totalCount } = await askForPage(needs, subgraph, { after: null, limit: 1, isCounted: true })
  return totalCount ?? 0
}

/**
 * Has each subgraph replay its own dead letters among the given ones. The request is logged here, where users
 * learns of it, before anything is replayed; the effect on each event is logged by its subgraph, in the
 * transaction that has it.
 * @throws RequestFault SERVICE_UNAVAILABLE while one of the subgraphs cannot be asked; the others replay theirs
 */
export async function replayChosen(
  needs: Needs,
  { ids, actor, ...given }: { ids: readonly string[]; actor: string; reason: string },
): Promise<{ readonly results: readonly ReplayedLetter[] } | Refusal<typeof invalidInput>> {
  const reason = given.reason.trim()
  const letters = ids.map(parseId)
  const [problem, ...more] = [
    ...countProblems('ids', ids.length, { min: 1, max: REPLAYED_MAX }),
    ...letters.flatMap((letter, index) => (letter === null ? [notAnId(index)] : [])),
    ...lengthProblems('reason', reason, { min: 1, max: REASON_LENGTH_MAX }),
  ]
  if (problem !== undefined) return invalidInput([problem, ...more])
  await withTransaction(needs.pool, tx =>
    recordAdminAction(needs, tx, { actor, action: 'DEAD_LETTERS_REPLAYED', reason, data: { ids } }),
  )
  const positions = new Map<Producer, Set<string>>()
  for (const letter of letters) {
    if (letter === null) continue
    const known = positions.get(letter.subgraph) ?? new Set()
    positions.set(letter.subgraph, known.add(letter.position))
  }
  const answers = await Promise.all(
    [...positions].map(async ([subgraph, asked]) => {
      const results = await askToReplay(needs, subgraph, { positions: [...asked], actor, reason })
      return results.map(({ position, ...result }) => [deadLetterId({ subgraph, position }), result] as const)
    }),
  )
  const resultOf = new Map(answers.flat())
  return { results: ids.map(id => ({ id, ...(resultOf.get(id) ?? gone) })) }
}

const gone = { outcome: 'gone', error: null } as const

const ID = new RegExp(`^(${producers.join('|')}):(0|[1-9]\\d{0,17})$`)

function parseId(id: string): { readonly subgraph: Producer; readonly position: string } | null {
  const [, subgraph, position] = ID.exec(id) ?? []
  return position === undefined ? null : { subgraph: subgraph as Producer, position }
}

const notAnId = (index: number): Problem => ({
  field: `ids[${index}]`,
  message: 'must be the id of a dead letter',
  rule: 'FORMAT',
})

const askForPage = async (
  { serviceClient, deadLetters }: Needs,
  subgraph: Producer,
  page: { after: string | null; limit: number; isCounted: boolean },
) => (subgraph === 'quests' ? await deadLetters.page(page) : await serviceClient.call(listDeadLetters[subgraph], page))

const askToReplay = async (
  { serviceClient, deadLetters }: Needs,
  subgraph: Producer,
  asked: { positions: string[]; actor: string; reason: string },
): Promise<readonly DeadLetterResult[]> =>
  subgraph === 'quests'
    ? await deadLetters.replay(asked)
    : await serviceClient.call(replayDeadLetters[subgraph], asked, { deadlineMs: REPLAY_DEADLINE_MS })
