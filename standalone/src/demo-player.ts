import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { demoAccounts } from '@waystone/prisma/users/seed'
import * as z from 'zod'
import { DEMO_FILE } from './data-entries.js'
import { hasDemoAccounts } from './demo-accounts.js'
import type { Progress } from './progress.js'

const [{ username, password }] = demoAccounts
const REQUEST_TIMEOUT_MS = 30_000
/** Quests follow from events, which arrive after the answers. */
const COMPLETIONS_TIMEOUT_MS = 15_000
const POLL_MS = 100

/** Two are created; the further names replace ones that players have taken. */
const CHARACTERS = [
  { name: 'Lyra', class: 'ARCHER' },
  { name: 'Corvin', class: 'SWORDSMAN' },
  { name: 'AriaLyra', class: 'ARCHER' },
  { name: 'AriaCorvin', class: 'SWORDSMAN' },
]
const CHARACTERS_WANTED = 2
const BANNER = 'First Light'
/**
 * Completed by the first character and claimed, so that there is history; the quest that the ten-pull and the
 * purchase complete is left to claim.
 */
const CLAIMED_QUEST = 'First steps'
const LEFT_TO_CLAIM = 'Wish upon a stone'

interface DemoOptions {
  readonly url: string
  readonly dataDirectory: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly progress: Progress
}

/**
 * Plays as the demo player, by the API, once for a data directory: characters, a ten-pull, a purchase, a
 * claimed reward and one to claim. Each step is idempotent, so that a run that was killed is repeated without
 * playing twice. It never fails a start: problems are only reported.
 */
export async function letDemoPlayerPlay({ url, dataDirectory, env, progress }: DemoOptions): Promise<void> {
  const file = path.join(dataDirectory, DEMO_FILE)
  if (!hasDemoAccounts(env) || existsSync(file)) return
  try {
    const refusals = await progress.step(`The demo player ${username} has played`, () => play(url))
    for (const refusal of refusals) progress.say(`    not done: ${refusal}`)
    writeFileSync(file, `${JSON.stringify({ playedAt: new Date().toISOString(), refusals })}\n`)
  } catch (error) {
    progress.say(`    the next start tries again: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * @returns what was refused, as where a player has changed the account.
 * @throws Error when an operation was not answered.
 */
async function play(url: string): Promise<readonly string[]> {
  const refusals: string[] = []
  const refused = (step: string, { __typename, message }: z.infer<typeof result>): void => {
    if (message !== undefined) refusals.push(`${step}: ${__typename}, ${message}`)
  }
  const { signIn } = await ask(url, {
    query: `mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on AuthSession { accessToken } ... on Refusal { message } } }`,
    variables: { input: { usernameOrEmail: username, password } },
    answer: z.object({ signIn: result.extend({ accessToken: z.string().optional() }) }),
  })
  refused('sign-in', signIn)
  const token = signIn.accessToken
  if (token === undefined) return refusals

  for (const refusal of await makeCharacters(url, token)) refused('characters', refusal)
  const { banners } = await ask(url, {
    query: '{ banners { id name } }',
    answer: z.object({ banners: z.array(z.object({ id: z.string(), name: z.string() })) }),
  })
  const bannerId = banners.find(({ name }) => name === BANNER)?.id
  if (bannerId !== undefined) {
    const input = { bannerId, count: 10, idempotencyKey: 'demo-ten-pull' }
    refused('ten-pull', await change(url, token, { mutation: 'pull', type: 'PullInput', input }))
  }
  const input = { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: 'demo-purchase' }
  refused('purchase', await change(url, token, { mutation: 'buyCurrency', type: 'BuyCurrencyInput', input }))
  await claim(url, token)
  return refusals
}

/** @returns the refusals, when there are fewer characters than wanted in the end. */
async function makeCharacters(url: string, token: string): Promise<readonly z.infer<typeof result>[]> {
  const { me } = await ask(url, {
    query: '{ me { characters { name } } }',
    token,
    answer: z.object({ me: z.object({ characters: z.array(z.object({ name: z.string() })) }) }),
  })
  const own = new Set(me.characters.map(({ name }) => name))
  const refusals: z.infer<typeof result>[] = []
  for (const input of CHARACTERS) {
    if (own.size >= CHARACTERS_WANTED) return []
    if (own.has(input.name)) continue
    const made = await change(url, token, { mutation: 'createCharacter', type: 'CreateCharacterInput', input })
    if (made.message === undefined) own.add(input.name)
    else refusals.push(made)
  }
  return refusals
}

/**
 * Waits until the events have completed both quests, and claims one of them; gives up quietly where a catalog
 * lacks them.
 */
async function claim(url: string, token: string): Promise<void> {
  const deadline = performance.now() + COMPLETIONS_TIMEOUT_MS
  while (performance.now() < deadline) {
    const { me } = await ask(url, {
      query: '{ me { questCompletions(first: 100) { edges { node { id quest { name } } } } } }',
      token,
      answer: completions,
    })
    const nodes = me.questCompletions.edges.map(({ node }) => node)
    const claimable = nodes.find(({ quest }) => quest.name === CLAIMED_QUEST)
    if (claimable !== undefined && nodes.some(({ quest }) => quest.name === LEFT_TO_CLAIM)) {
      await ask(url, {
        query: 'mutation ($id: ID!) { claimQuestReward(completionId: $id) { __typename } }',
        variables: { id: claimable.id },
        token,
        answer: z.object({ claimQuestReward: z.object({ __typename: z.literal('QuestCompletion') }) }),
      })
      return
    }
    await delay(POLL_MS)
  }
}

const result = z.object({ __typename: z.string(), message: z.string().optional() })
const completions = z.object({
  me: z.object({
    questCompletions: z.object({
      edges: z.array(z.object({ node: z.object({ id: z.string(), quest: z.object({ name: z.string() }) }) })),
    }),
  }),
})

async function change(
  url: string,
  token: string,
  { mutation, type, input }: { mutation: string; type: string; input: object },
): Promise<z.infer<typeof result>> {
  const { result: changed } = await ask(url, {
    query: `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { __typename ... on Refusal { message } } }`,
    variables: { input },
    token,
    answer: z.object({ result }),
  })
  return changed
}

/** One operation. @throws Error when it was not answered in full. */
async function ask<T>(
  url: string,
  options: { query: string; variables?: object; token?: string; answer: z.ZodType<T> },
): Promise<T> {
  const { query, variables, token, answer } = options
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query, variables }),
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  })
  const { data, errors } = answered.parse(await response.json())
  const [problem] = errors ?? []
  if (problem !== undefined) throw new Error(`${problem.message} (HTTP ${response.status})`)
  return answer.parse(data)
}

const answered = z.object({ data: z.unknown(), errors: z.array(z.object({ message: z.string() })).optional() })
