import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { servesPages } from '../src/serves-pages.js'
import { startGame, type Game } from './game.js'

const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { __typename ... on AuthSession { accessToken refreshToken } }
}`
const PLAYER = { usernameOrEmail: 'aria', password: 'waystone-demo-1' }
const ADMINISTRATOR = { usernameOrEmail: 'admin', password: 'waystone-admin-1' }
const OWN_PAGE = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }

let game: Game
beforeAll(async () => {
  const webDirectory = mkdtempSync(path.join(tmpdir(), 'web-'))
  writeFileSync(path.join(webDirectory, 'player.html'), '<title>Player</title>')
  writeFileSync(path.join(webDirectory, 'console.html'), '<title>Console</title>')
  game = await startGame({ webDirectory })
}, 120_000)
afterAll(() => game.close())

const signIn = async (input: object) =>
  (await game.ask<{ signIn: { accessToken: string; refreshToken: string } }>(SIGN_IN, { variables: { input } })).signIn

async function post(at: string, body: object, cookie?: string) {
  const response = await fetch(game.url + at, {
    method: 'POST',
    headers: { ...OWN_PAGE, ...(cookie !== undefined && { cookie }) },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { accessToken: string; expiresAt: string }
  return { status: response.status, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', ...answer }
}
const refresh = (cookie: string) => post('/session/refresh', {}, cookie)
const me = async (accessToken: string) =>
  (
    await game.send<{ me: { username: string } | null }>('{ me { username } }', {
      headers: { authorization: `Bearer ${accessToken}` },
    })
  ).data?.me

describe('the whole system', () => {
  test('opens at the player’s page, and has the console beside it', async () => {
    const headers = { accept: 'text/html' }
    expect(await (await fetch(game.url, { headers })).text()).toContain('Player')
    expect(await (await fetch(`${game.url}/console/players`, { headers })).text()).toContain('Console')
    expect(await servesPages(game.url)).toBe(true)
  })

  test('keeps a page signed in by its cookie, in several tabs at once', async () => {
    const { refreshToken } = await signIn(PLAYER)
    const begun = await post('/session', { refreshToken })
    expect(begun.status).toBe(200)
    expect(Date.parse(begun.expiresAt)).toBeGreaterThan(Date.now())
    expect(await me(begun.accessToken)).toEqual({ username: 'aria' })

    const tabs = await Promise.all([1, 2, 3, 4].map(() => refresh(begun.cookie)))
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(tabs.map(({ cookie }) => cookie)).size).toBe(1)
    const later = await refresh(tabs[0]?.cookie ?? '')
    expect(later.status).toBe(200)
    expect(await me(later.accessToken)).toEqual({ username: 'aria' })
  })

  test('ends a session whose refresh token a thief uses after the page has handed it over', async () => {
    const { refreshToken } = await signIn(PLAYER)
    const begun = await post('/session', { refreshToken })
    const next = await refresh(begun.cookie)
    expect((await post('/session', { refreshToken })).status).toBe(401)
    expect((await refresh(next.cookie)).status).toBe(401)
  })

  test('takes no cookie of a session that was signed out', async () => {
    const { refreshToken } = await signIn(PLAYER)
    const { cookie, accessToken } = await post('/session', { refreshToken })
    await game.ask('mutation { signOut }', { headers: { authorization: `Bearer ${accessToken}` } })
    expect((await refresh(cookie)).status).toBe(401)
  })
})

describe('the overview', () => {
  const overview = (accessToken: string) =>
    fetch(`${game.url}/console/overview`, { headers: { authorization: `Bearer ${accessToken}` } })

  test('shows an administrator each part of the process, and what was counted in it', async () => {
    const { accessToken } = await signIn(ADMINISTRATOR)
    const response = await overview(accessToken)
    expect(response.status).toBe(200)
    const { processes, totals, now } = (await response.json()) as {
      processes: { service: string; state: string; version: string }[]
      totals: { signIns: number; requests: { ok: number } }
      now: Record<string, number>
    }
    expect(processes.map(({ service }) => service)).toEqual(
      expect.arrayContaining(['gateway', 'users', 'characters', 'quests', 'gacha', 'social', 'notifications']),
    )
    expect(new Set(processes.map(({ state }) => state))).toEqual(new Set(['up']))
    expect(totals.signIns).toBeGreaterThan(0)
    expect(totals.requests.ok).toBeGreaterThan(0)
    expect(now).toMatchObject({ playersInWorld: 0, deadLetters: 0 })
  })

  test('is refused to players, and to an administrator whose session has ended', async () => {
    expect((await overview((await signIn(PLAYER)).accessToken)).status).toBe(403)
    const { accessToken } = await signIn(ADMINISTRATOR)
    await game.ask('mutation { signOut }', { headers: { authorization: `Bearer ${accessToken}` } })
    await expect.poll(async () => (await overview(accessToken)).status).toBe(401)
  })
})

test('an administrator exports all users, page by page, and a player none', async () => {
  const query = `query ($first: Int!, $after: String) {
    users(first: $first, after: $after) { edges { node { id username status } } pageInfo { hasNextPage endCursor } }
  }`
  const exported = (accessToken: string) =>
    fetch(`${game.url}/console/export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ query, variables: { first: 1 }, path: 'users', format: 'csv' }),
    })
  const lines = (await (await exported((await signIn(ADMINISTRATOR)).accessToken)).text()).split('\r\n')
  expect(lines[0]).toBe('id,username,status')
  expect(lines.slice(1, -1).map(line => line.split(',')[1])).toEqual(expect.arrayContaining(['admin', 'aria', 'bram']))
  expect((await exported((await signIn(PLAYER)).accessToken)).status).toBe(403)
})
