import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { items } from '../../../prisma/gacha/content/items.js'
import { aPlayer, banners, rootField, startGacha, type Player, type TestApp } from './gacha-app.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
})
afterAll(() => gacha.close())

interface Page {
  readonly totalCount: number
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly endCursor: string | null
  }
  readonly edges: readonly { readonly cursor: string; readonly node: Readonly<Record<string, unknown>> }[]
}

/** Every node of a root list, read page by page. */
async function readAll(field: string, args: string, node: string) {
  const nodes: Page['edges'][number]['node'][] = []
  const totals = new Set<number>()
  for (let after: string | null = null, pages = 0; pages < 100; pages++) {
    const source = `query ($after: String) { page: ${field}(${args} after: $after) { totalCount
      pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { ${node} } } } }`
    const answer = await gacha.ask(null, source, { after })
    expect(answer.errors).toEqual([])
    const page = rootField(answer, 'page') as Page
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null)
    nodes.push(...page.edges.map(edge => edge.node))
    totals.add(page.totalCount)
    if (!page.pageInfo.hasNextPage) return { nodes, totals: [...totals] }
    after = page.pageInfo.endCursor
  }
  throw new Error('The list has no end')
}

const publish = async (definition: object) => {
  const [row] = await gacha.rows<{ definition: object }>('select definition from banner_version where banner_id = $1', [
    banners.founders,
  ])
  return await gacha.app.services.publishBanner({ actor: 'test', definition: { ...row?.definition, ...definition } })
}

describe('pages of items', () => {
  it('hold every item once, in the order of the whole list', async () => {
    const { data } = await gacha.ask(null, '{ items { id } }')
    const { nodes, totals } = await readAll('itemsConnection', 'first: 4', 'id')
    expect(nodes).toEqual(data?.['items'])
    expect(totals).toEqual([items.length])
  })

  it('are those of one rarity and one kind', async () => {
    const expected = items.filter(({ rarity, kind }) => rarity === 'RARE' && kind === 'HERO')
    const { nodes, totals } = await readAll('itemsConnection', 'rarity: RARE kind: HERO first: 1', 'id rarity kind')
    expect(nodes).toHaveLength(expected.length)
    expect(new Set(nodes.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)))
    expect(totals).toEqual([expected.length])
  })

  it('show each the key of its picture, the default where none was published', async () => {
    const { nodes } = await readAll('itemsConnection', 'first: 100', 'id art')
    expect(new Map(nodes.map(({ id, art }) => [id, art]))).toEqual(new Map(items.map(({ id, art }) => [id, art])))
    const id = randomUUID()
    await gacha.app.services.saveItems([{ id, name: 'Plain', description: 'Plain.', rarity: 'RARE', kind: 'WEAPON' }])
    expect((await gacha.ask(null, `{ item(id: "${id}") { art } }`)).data).toEqual({ item: { art: `items/${id}` } })
  })
})

describe('pages of banners', () => {
  it('hold every banner once, the earliest opened first, the same where several opened together', async () => {
    const { data } = await gacha.ask(null, '{ banners(openOnly: false) { id } }')
    const { nodes, totals } = await readAll('bannersConnection', 'openOnly: false first: 1', 'id')
    expect(nodes).toEqual(data?.['banners'])
    expect(totals).toEqual([nodes.length])
  })

  it('leave out those that have not opened or have closed, to the millisecond', async () => {
    const now = gacha.clock.now().getTime()
    const at = (ms: number) => new Date(now + ms).toISOString()
    await publish({ name: 'Opens now', opensAt: at(0), closesAt: null })
    await publish({ name: 'Opens next', opensAt: at(1), closesAt: null })
    await publish({ name: 'Closes now', opensAt: at(-1_000), closesAt: at(0) })
    await publish({ name: 'Closes next', opensAt: at(-1_000), closesAt: at(1) })
    const { nodes, totals } = await readAll('bannersConnection', 'first: 2', 'name open')
    const { data } = await gacha.ask(null, '{ banners { name open } }')
    expect(nodes).toEqual(data?.['banners'])
    expect(totals).toEqual([nodes.length])
    const names = nodes.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['Opens now', 'Closes next']))
    expect(names).not.toContain('Opens next')
    expect(names).not.toContain('Closes now')
  })

  it('go on behind a banner that has closed since the page before', async () => {
    const opensAt = gacha.clock.now().toISOString()
    const closesAt = new Date(gacha.clock.now().getTime() + 1_000).toISOString()
    for (const name of ['One', 'Two', 'Three']) {
      gacha.clock.advance(1)
      await publish({ name, opensAt, closesAt: name === 'Two' ? closesAt : null })
    }
    const page = async (args: string) =>
      rootField(
        await gacha.ask(null, `{ page: bannersConnection(${args}) { edges { cursor node { name } } } }`),
        'page',
      ) as Page
    const before = (await page('first: 100')).edges
    const place = before.findIndex(({ node }) => node['name'] === 'Two')
    gacha.clock.advance(2_000)
    const after = (await page(`first: 100 after: "${before[place]?.cursor}"`)).edges
    expect(after.map(({ node }) => node['name'])).toContain('Three')
    expect(after.map(({ node }) => node['name'])).not.toContain('One')
  })

  it('show the key of the picture that was published, or the default', async () => {
    const published = await publish({ name: 'With a picture', art: 'banners/2026/with_a_picture' })
    const plain = await publish({ name: 'Without a picture', art: undefined })
    const idOf = (answer: object) => ('id' in answer ? String(answer.id) : '')
    const artOf = async (id: string) => (await gacha.ask(null, `{ banner(id: "${id}") { art } }`)).data?.['banner']
    expect(await artOf(idOf(published))).toEqual({ art: 'banners/2026/with_a_picture' })
    expect(await artOf(idOf(plain))).toEqual({ art: `banners/${idOf(plain)}` })
    expect(await artOf(banners.firstLight)).toEqual({ art: 'banners/first-light' })
  })
})

describe('items and banners in a language', () => {
  it('are named along the fallback chain, each text by itself', async () => {
    const [first] = items
    const answer = await gacha.ask(
      null,
      `query ($id: ID!, $banner: ID!) {
        item(id: $id) { pt: name(locale: "pt-BR") fr: name(locale: "fr") de: description(locale: "de-CH") locales }
        banner(id: $banner) { de: name(locale: "de") zh: name(locale: "zh-TW") locales }
        items { name(locale: "pt") } }`,
      { id: first?.id, banner: banners.firstLight },
    )
    expect(answer.errors).toEqual([])
    const [german, portuguese] = first?.translations ?? []
    expect(rootField(answer, 'item')).toEqual({
      pt: portuguese?.name,
      fr: first?.name,
      de: german?.description,
      locales: ['en', 'de', 'pt'],
    })
    expect(rootField(answer, 'banner')).toEqual({ de: 'Erstes Licht', zh: 'First Light', locales: ['en', 'de', 'pt'] })
    const wrong = await gacha.ask(null, '{ items { name(locale: "pt_BR") } }')
    expect(wrong.errors[0]?.message).toContain('must be a language tag')
  })

  it('are refused with a locale that is none, and saved only where something has changed', async () => {
    const refused = await publish({ name: 'Wrong', translations: [{ locale: 'pt_BR', name: 'Errado' }] })
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: 'definition.translations[0].locale' })
    const [first] = items
    if (first === undefined) throw new Error('The seed has items')
    const counted = countStatements(gacha.database.primary)
    await gacha.app.services.saveItems(items)
    expect(counted.statements).toHaveLength(1)
    counted.stop()
    await gacha.app.services.saveItems([{ ...first, translations: [{ locale: 'de', name: 'Neu' }] }])
    const name = async () =>
      rootField(await gacha.ask(null, `{ item(id: "${first.id}") { name(locale: "de") } }`), 'item')
    expect(await name()).toEqual({ name: 'Neu' })
    await gacha.app.services.saveItems([first])
    expect(await name()).toEqual({ name: first.translations?.[0]?.name })
  })
})

describe('content with a wrong key', () => {
  it('is not published: the answer names the path and repeats nothing', async () => {
    const refused = await publish({ name: 'Wrong', art: 'https://evil.example/x.png' })
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: 'definition.art' })
    expect(JSON.stringify(refused)).not.toContain('evil')
  })

  it('is not saved: the error names the path, and nothing is changed', async () => {
    const before = await gacha.state()
    const [first, second] = items
    if (first === undefined || second === undefined) throw new Error('The seed has items')
    const saving = gacha.app.services.saveItems([
      { ...first, name: 'Changed' },
      { ...second, art: '../secret' },
    ])
    await expect(saving).rejects.toThrow('items[1].art must be a key of 1–120')
    expect(await gacha.state()).toEqual(before)
  })
})

describe('a page is refused', () => {
  const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url')
  it.each([
    'itemsConnection(first: 101)',
    'itemsConnection(first: -1)',
    'itemsConnection(after: "x")',
    `itemsConnection(after: "${cursor('no id')}")`,
    `itemsConnection(after: "${cursor(banners.founders, 'more')}")`,
    'bannersConnection(first: 101)',
    `bannersConnection(after: "${cursor(7)}")`,
  ])('for %s', async field => {
    const { data, errors } = await gacha.ask(null, `{ ${field} { totalCount } }`)
    expect(errors[0]?.message).toMatch(/^"(first|after)" must be/)
    expect(Object.values(data ?? {})).toEqual([null])
  })

  it('for a rarity or a kind that there is not, before anything runs', async () => {
    for (const field of ['itemsConnection(rarity: COMMON)', 'itemsConnection(kind: PET)']) {
      const { data, errors } = await gacha.ask(null, `{ ${field} { totalCount } }`)
      expect([data, errors.length]).toEqual([null, 1])
    }
  })

  it('never where the cursor names nothing: it is empty', async () => {
    for (const field of ['itemsConnection', 'bannersConnection']) {
      const { data } = await gacha.ask(null, `{ ${field}(after: "${cursor(randomUUID())}") { edges { cursor } } }`)
      expect(data).toEqual({ [field]: { edges: [] } })
    }
  })

  it('may be of no entry at all', async () => {
    const { data } = await gacha.ask(null, '{ itemsConnection(first: 0) { totalCount edges { cursor } } }')
    expect(data?.['itemsConnection']).toMatchObject({ edges: [] })
  })
})

describe('the pity of a banner', () => {
  const pities = '{ banners(openOnly: false) { id pity { bannerId pullsSinceUltraRare pullsUntilHardPity } } }'
  const ofFirstLight = async (viewer: Player | null) => {
    const answer = await gacha.ask(viewer, pities)
    expect(answer.errors).toEqual([])
    return (rootField(answer, 'banners') as { id: string; pity: unknown }[]).find(({ id }) => id === banners.firstLight)
      ?.pity
  }

  it("is the viewer's, and null when nobody is signed in", async () => {
    const player = gacha.aPlayerWith(100_000)
    await gacha.pull(player, {})
    const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { pity(bannerId: "${banners.firstLight}") {
      bannerId pullsSinceUltraRare pullsUntilHardPity } } } }`
    const answer = await gacha.ask(player, source, { of: [{ __typename: 'User', id: player.userId }] })
    const [own] = rootField(answer, '_entities') as { pity: object }[]
    expect(await ofFirstLight(player)).toEqual(own?.pity)
    expect(await ofFirstLight(aPlayer('admin'))).toMatchObject({ pullsSinceUltraRare: 0, pullsUntilHardPity: 90 })
    expect(await ofFirstLight(null)).toBeNull()
  })

  it('costs one query for all banners, and none when nobody is signed in', async () => {
    const player = aPlayer()
    await gacha.ask(player, pities)
    const counted = countStatements(gacha.database.primary)
    await gacha.ask(player, pities)
    const signedIn = [...counted.statements]
    counted.reset()
    await gacha.ask(null, pities)
    const anonymous = [...counted.statements]
    counted.stop()
    // One statement reads the list of ids; a second one the pity of a signed-in viewer.
    expect(anonymous).toHaveLength(1)
    expect(signedIn.filter(text => text.includes('"pity"'))).toHaveLength(1)
    expect(signedIn).toHaveLength(2)
  })
})

describe('what pages cost', () => {
  const countOf = async (source: string) => {
    await gacha.ask(null, source)
    const counted = countStatements(gacha.database.primary)
    await gacha.ask(null, source)
    counted.stop()
    return counted.statements.length
  }

  it('is one query, and one more where the total is asked for', async () => {
    expect(await countOf('{ itemsConnection { edges { node { name art } } } }')).toBe(1)
    expect(await countOf('{ itemsConnection { totalCount edges { node { name } } } }')).toBe(2)
    expect(await countOf('{ bannersConnection { edges { node { name art odds { hash } } } } }')).toBe(1)
    expect(await countOf('{ bannersConnection { totalCount } }')).toBe(2)
  })
})
