import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf } from './client.js'
import { aPlayer } from './players.js'
import { startWaystone, type SetUp, type Waystone } from './waystone.js'

describe.each<SetUp>(['standalone', 'distributed'])('%s Waystone', setUp => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone(setUp)
  })
  afterAll(() => waystone.close())

  it('says where it is, and who one can be', async () => {
    await expect.poll(() => waystone.output()).toContain('Waystone is up')
    const printed = waystone.output()
    const script = { standalone: 'npm start', distributed: 'npm run start:distributed' }[setUp]
    expect(printed).toMatch(new RegExp(`\\(${script} -- --port \\d+ --data \\S+ --fresh begins anew\\)`))
    for (const told of [
      `${waystone.url}/graphql`,
      `${waystone.url}/graphiql`,
      'aria / waystone-demo-1',
      'admin / waystone-admin-1',
    ]) {
      expect(printed).toContain(told)
    }
  })

  it('lets the demo players in, and the administrator publish', async () => {
    const signIn = (usernameOrEmail: string, password: string) =>
      clientOf(waystone.url).data<{ signIn: { __typename: string; accessToken: string } }>(
        'mutation ($u: String!, $p: String!) { signIn(input: { usernameOrEmail: $u, password: $p }) { __typename ... on AuthSession { accessToken } } }',
        { u: usernameOrEmail, p: password },
      )
    for (const [name, secret] of [
      ['aria', 'waystone-demo-1'],
      ['bram', 'waystone-demo-2'],
    ] as const) {
      expect((await signIn(name, secret)).signIn.__typename).toBe('AuthSession')
    }
    const admin = clientOf(waystone.url, (await signIn('admin', 'waystone-admin-1')).signIn.accessToken)
    const { publishBanner } = await admin.data<{ publishBanner: { __typename: string; message: string } }>(
      'mutation { publishBanner(definition: {}) { __typename ... on InvalidInput { message } } }',
    )
    expect(publishBanner.__typename).toBe('InvalidInput')
  })

  it('serves the explorers, health and metrics', async () => {
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${waystone.url}${path}`, { headers })
      return { status: response.status, text: await response.text() }
    }
    expect(await get('/healthz')).toMatchObject({ status: 200 })
    expect(await get('/readyz')).toMatchObject({ status: 200 })
    expect((await get('/metrics')).text).toContain('process_cpu_seconds_total')
    expect((await get('/graphiql')).text).toContain('<!')
    expect((await get('/graphql', { accept: 'text/html' })).text).toMatch(/sandbox/i)
  })

  it('keeps everything over a clean stop and over kill -9', async () => {
    const player = await aPlayer(waystone.url)
    const expected = { SIGINT: { code: 0, saysStopped: true }, SIGKILL: { code: null, saysStopped: false } }
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const before = waystone.output().length
      const code = await waystone.stop(signal)
      const saysStopped = waystone.output().slice(before).endsWith('Stopped.\n')
      expect({ code, saysStopped }, signal).toEqual(expected[signal])
      await waystone.restart()
      const { user } = await clientOf(waystone.url).data<{ user: { username: string } }>(
        'query ($id: ID!) { user(id: $id) { username } }',
        { id: player.id },
      )
      expect(user.username).toBe(player.name)
    }
  })

  it('begins anew with --fresh', async () => {
    const player = await aPlayer(waystone.url)
    await waystone.stop()
    await waystone.restart(['--fresh'])
    const { user } = await clientOf(waystone.url).data<{ user: null }>(
      'query ($id: ID!) { user(id: $id) { username } }',
      { id: player.id },
    )
    expect(user).toBeNull()
  })
})
