import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { composeServices } from '@apollo/composition'
import { createLifecycle, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { freePort } from '@waystone/kit/process'
import { parse } from 'graphql'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { built } from '../processes.js'
import { say, step } from '../progress.js'
import type { Contestant } from './contestants.js'
import { GATEWAY_CORE, LOAD_CORE, startPinned, untilAnswers, type PinnedProcess } from './pinned-process.js'
import type { Call, KnownLoad } from './process-contract.js'
import { loads, shop, type LoadName } from './shop.js'

/** The setup that all contestants share: the subgraphs, their supergraph, and players with tokens. */
export interface SetUp {
  readonly subgraphsUrl: string
  readonly supergraphFile: string
  readonly knownLoadsFile: string
  readonly subgraphs: PinnedProcess
  /** Authorization headers of as many users. */
  readonly authorizations: readonly string[]
  readonly lifecycle: Lifecycle
  /** @param on.core by default that of gateways. */
  start(contestant: Contestant, on?: { core: number | null }): Promise<Running>
  /** How many requests the subgraphs have had so far. */
  calls(): Promise<number>
}

export interface Running {
  readonly name: string
  readonly port: number
  readonly process: PinnedProcess
  readonly isWhole: boolean
  ask(load: LoadName): Promise<unknown>
}

/** By far more than concurrent requests: no two of those have the same user. */
const USERS = 2_000
/** The longest that is taken: a run must end within it. */
const TOKEN_LIFETIME = '15m'

export async function setUp(options: { pinned: boolean }): Promise<SetUp> {
  const lifecycle = createLifecycle(createLogger({ name: 'bench', level: 'warn' }))
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-bench-'))
  lifecycle.onClose('directory', () => rmSync(directory, { recursive: true, force: true }))
  const { jwks, authorizations } = await step(`${USERS} users have tokens`, signTokens)

  const core = options.pinned ? LOAD_CORE : null
  const subgraphs = startPinned([built('gateway/subgraph-process'), jwks], {
    core,
    env: { NODE_ENV: 'production' },
  })
  lifecycle.onClose('subgraphs', () => subgraphs.stop())
  const { port } = JSON.parse(await subgraphs.firstLine()) as { port: number }
  const subgraphsUrl = `http://127.0.0.1:${port}`
  const supergraphFile = path.join(directory, 'supergraph.graphql')
  writeFileSync(supergraphFile, composed(subgraphsUrl))

  const start: SetUp['start'] = async (contestant, on = { core: options.pinned ? GATEWAY_CORE : null }) => {
    const { name, nodeArguments, env, cwd, isWhole } = contestant
    const at = await freePort()
    const process = startPinned(nodeArguments(at), {
      ...on,
      env: env(at),
      ...(cwd !== undefined && { cwd }),
    })
    lifecycle.onClose(name, () => process.stop())
    const url = `http://127.0.0.1:${at}/graphql`
    await untilAnswers(process, url, loads.tiny)
    return { name, port: at, process, isWhole, ask: load => ask(url, loads[load], authorizations[0] ?? '') }
  }
  const knownLoadsFile = path.join(directory, 'loads.json')
  const calls = async () => (await (await fetch(`${subgraphsUrl}/calls`)).json()) as number
  return { subgraphsUrl, supergraphFile, knownLoadsFile, subgraphs, authorizations, lifecycle, start, calls }
}

/** Notes what a gateway asks for each load, and what it answers, for the floor. */
export async function recordLoads(set: SetUp, running: Running): Promise<void> {
  const known: KnownLoad[] = []
  for (const name of Object.keys(loads) as LoadName[]) {
    await running.ask(name)
    await fetch(`${set.subgraphsUrl}/record`)
    const answer = await running.ask(name)
    const calls = (await (await fetch(`${set.subgraphsUrl}/recorded`)).json()) as Call[]
    known.push({ query: loads[name], calls, answer })
    const waves = new Set(calls.map(({ wave }) => wave)).size
    say(`    ${name}: ${JSON.stringify(answer).length} bytes, ${calls.length} calls in ${waves} waves`)
  }
  writeFileSync(set.knownLoadsFile, JSON.stringify(known))
}

async function ask(url: string, query: string, authorization: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query }),
  })
  return await response.json()
}

function composed(subgraphsUrl: string): string {
  const result = composeServices(
    shop.map(({ name, typeDefs }) => ({ name, url: `${subgraphsUrl}/${name}`, typeDefs: parse(typeDefs) })),
  )
  if (result.errors !== undefined) throw new Error(result.errors.map(({ message }) => message).join('\n'))
  return result.supergraphSdl
}

async function signTokens(): Promise<{ jwks: string; authorizations: string[] }> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const kid = randomUUID()
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' }] })
  const sign = () =>
    new SignJWT({ sid: randomUUID(), scopes: [] })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setSubject(randomUUID())
      .setIssuer('waystone')
      .setAudience('waystone')
      .setIssuedAt()
      .setExpirationTime(TOKEN_LIFETIME)
      .sign(privateKey)
  const tokens = await Promise.all(Array.from({ length: USERS }, sign))
  return { jwks, authorizations: tokens.map(token => `Bearer ${token}`) }
}
