import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { untilAnswered } from './client.js'
import { createClientLedger, type Player } from './ledger-of-clients.js'
import { join } from './play.js'
import type { Stage } from './stage.js'
import { startClients, type WorkingClients } from './working-clients.js'

const POLL_INTERVAL_MS = 100

/** The attachments of each reader's mail. */
export const GOLD = 70
export const ITEMS = 3

/** Players who get a mail and claim it, and mails that go to a crowd. */
export interface MailReaders extends WorkingClients {
  /** Those whose claim was answered. */
  readonly done: readonly Player[]
  /** The mails to the crowd that have gone out. */
  readonly sendingIds: readonly string[]
  /** Answers to one claim that differed. */
  readonly conflicts: readonly string[]
}

interface Post {
  readonly stage: Stage
  /** The sender. */
  readonly admin: Player
  readonly itemId: string
  /** The recipients of mails to many. */
  readonly crowd: readonly string[]
}

export function startMailReaders(post: Post, clients: number): MailReaders {
  const [done, sendingIds, conflicts] = [[] as Player[], [] as string[], [] as string[]]
  const readOn = async (isStopping: () => boolean) => {
    while (!isStopping()) {
      const { player, answers } = await readOneMail(post)
      if (!isDeepStrictEqual(answers[0], answers[1])) conflicts.push(JSON.stringify(answers))
      done.push(player)
    }
  }
  const sendOn = async (isStopping: () => boolean) => {
    while (!isStopping()) sendingIds.push(await sendToCrowd(post))
  }
  const working = startClients(isStopping => [
    ...Array.from({ length: clients }, () => readOn(isStopping)),
    sendOn(isStopping),
  ])
  return { done, sendingIds, conflicts, ...working }
}

async function readOneMail(post: Post): Promise<{ player: Player; answers: readonly unknown[] }> {
  const { stage, itemId } = post
  const player = await join({ url: stage.url, ledger: createClientLedger() })
  const device = { platform: 'FCM', token: player.id, device: 'Phone' }
  await ask(stage, player, REGISTER, { input: device })
  await send(post, {
    userIds: [player.id],
    attachments: [
      { currency: 'GOLD', amount: GOLD },
      { itemId, quantity: ITEMS },
    ],
  })
  for (;;) {
    const { me } = await ask<Inbox>(stage, player, INBOX)
    const id = me.mail.edges[0]?.node.id
    if (id !== undefined) {
      const claim = () => ask(stage, player, CLAIM, { id })
      return { player, answers: await Promise.all([claim(), claim()]) }
    }
    await delay(POLL_INTERVAL_MS)
  }
}

async function sendToCrowd(post: Post): Promise<string> {
  const id = await send(post, { userIds: post.crowd, attachments: [] })
  for (;;) {
    const { sending } = await ask<{ sending: { finishedAt: string | null } }>(post.stage, post.admin, PROGRESS, { id })
    if (sending.finishedAt !== null) return id
    await delay(POLL_INTERVAL_MS)
  }
}

/** Sends under one key until it is answered. @returns the id of the sending */
async function send(
  { stage, admin }: Post,
  { userIds, attachments }: { userIds: readonly string[]; attachments: readonly object[] },
): Promise<string> {
  const texts = { from: 'The team', subject: 'Thank you', body: 'For playing.' }
  const input = { ...texts, to: { userIds }, attachments, idempotencyKey: randomUUID() }
  const { answer } = await ask<{ answer: { id?: string; message?: string } }>(stage, admin, SEND, { input })
  if (answer.id === undefined) throw new Error(`The mail was refused: ${answer.message ?? ''}`)
  return answer.id
}

const ask = <Data = unknown>(
  { url }: Stage,
  { token }: Player,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> => untilAnswered<Data>(url, { query, variables, token }, () => undefined)

interface Inbox {
  readonly me: { readonly mail: { readonly edges: readonly { readonly node: { readonly id: string } }[] } }
}

const REGISTER = `mutation ($input: RegisterPushTokenInput!) { registerPushToken(input: $input) { __typename } }`
const SEND = `mutation ($input: SendMailInput!) { answer: sendMail(input: $input) {
  ... on Sending { id } ... on Refusal { message } } }`
const INBOX = `{ me { mail(first: 1) { edges { node { id } } } } }`
const CLAIM = `mutation ($id: ID!) { claimMail(id: $id) { __typename ... on Mail { id claimedAt } } }`
const PROGRESS = `query ($id: ID!) { sending(id: $id) { finishedAt } }`
