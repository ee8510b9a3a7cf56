import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDraft, anAdmin, aPlayer, aSignIn, startQuests, type TestApp } from './quests-app.js'

let quests: TestApp
let questId: string
const objective = { description: 'Sign in', eventType: 'user.signed_in', target: 2, streak: false }
beforeAll(async () => {
  quests = await startQuests()
  const translations = [
    { locale: 'pt', name: 'Visitante', description: 'Entra.', objectives: ['Entrar'] },
    { locale: 'pt-BR', description: 'Entre.' },
    { locale: 'zh-Hant', name: '訪客' },
  ]
  const made = await quests.aQuest({ objectives: [objective], translations, art: 'quests/visitor' })
  questId = made.questId
})
afterAll(() => quests.close())

const TEXTS = `query ($id: ID!, $locale: String) { quest(id: $id) {
  name(locale: $locale) description(locale: $locale) objectives { description(locale: $locale) } } }`
const textsIn = async (locale: string | null) => {
  const { data, errors } = await quests.ask(null, TEXTS, { id: questId, locale })
  return data.quest === null ? errors : [data.quest.name, data.quest.description, data.quest.objectives[0].description]
}

describe('a quest’s texts', () => {
  it.each([
    [null, ['Visitor', 'Sign in.', 'Sign in']],
    ['en-GB', ['Visitor', 'Sign in.', 'Sign in']],
    ['pt', ['Visitante', 'Entra.', 'Entrar']],
    ['pt-PT', ['Visitante', 'Entra.', 'Entrar']],
    ['pt-br', ['Visitante', 'Entre.', 'Entrar']],
    ['zh-TW', ['訪客', 'Sign in.', 'Sign in']],
    ['zh-CN', ['Visitor', 'Sign in.', 'Sign in']],
    ['tlh', ['Visitor', 'Sign in.', 'Sign in']],
  ])('for a reader of %s come along the fallback chain', async (locale, texts) => {
    expect(await textsIn(locale)).toEqual(texts)
  })

  it('refuse a locale that is no language tag', async () => {
    for (const locale of ['pt_BR', '', '*', 'x'.repeat(100)])
      expect(await textsIn(locale)).toMatchObject([{ code: 'BAD_USER_INPUT' }])
  })

  it('come in several languages side by side, with the languages that there are and the picture', async () => {
    const source = '{ quests { name pt: name(locale: "pt") zh: name(locale: "zh-HK") locales art } }'
    const { data } = await quests.ask(null, source)
    expect(data.quests).toContainEqual({
      name: 'Visitor',
      pt: 'Visitante',
      zh: '訪客',
      locales: ['en', 'pt', 'pt-BR', 'zh-Hant'],
      art: 'quests/visitor',
    })
  })

  it('of progress are those of the version that it began with', async () => {
    const player = aPlayer()
    const { questId: id } = await quests.aQuest({
      objectives: [objective],
      translations: [{ locale: 'de', objectives: ['Alt'] }],
    })
    await quests.happens(aSignIn(player, quests.clock.now()))
    const input = aDraft({ objectives: [objective], translations: [{ locale: 'de', objectives: ['Neu'] }] })
    await quests.app.services.publishQuest({ actor: 'test', id, input })
    const selection =
      'questProgress { quest { id objectives { description(locale: "de") } } objectives { objective { description(locale: "de-AT") } } }'
    const { data } = await quests.askUser(player, player, selection)
    const progress = data.questProgress.find((one: { quest: { id: string } }) => one.quest.id === id)
    expect(progress.objectives[0].objective.description).toBe('Alt')
    expect(progress.quest.objectives[0].description).toBe('Neu')
  })

  it('without a picture of its own has the default one', async () => {
    const { questId: id } = await quests.aQuest()
    const { data } = await quests.ask(null, 'query ($id: ID!) { quest(id: $id) { art locales } }', { id })
    expect(data.quest).toEqual({ art: `quests/${id}`, locales: ['en'] })
  })
})

describe('publishing', () => {
  const PUBLISH = `mutation ($input: QuestInput!) { publishQuest(input: $input) {
    ... on Quest { version } ... on InvalidInput { field message } } }`
  const refusedField = async (changes: object) => {
    const { data } = await quests.ask(anAdmin(), PUBLISH, { input: { ...aDraft(), ...changes } })
    return data.publishQuest.field as string | undefined
  }

  it.each([
    ['translations[0].locale', { translations: [{ locale: 'pt_BR', name: 'x' }] }],
    ['translations[0].locale', { translations: [{ locale: 'pt-br', name: 'x' }] }],
    ['translations[1].locale', { translations: [{ locale: 'pt' }, { locale: 'pt' }] }],
    ['translations[0].locale', { translations: [{ locale: 'en' }] }],
    ['translations[0].locale', { locale: 'pt-BR', translations: [{ locale: 'pt-BR' }] }],
    ['locale', { locale: 'English' + 'x'.repeat(30) }],
    ['translations[0].name', { translations: [{ locale: 'pt', name: ' ' }] }],
    ['translations[0].name', { translations: [{ locale: 'pt', name: 'x'.repeat(81) }] }],
    ['translations[0].description', { translations: [{ locale: 'pt', description: 'x'.repeat(2_001) }] }],
    ['translations[0].objectives', { translations: [{ locale: 'pt', objectives: ['a', 'b'] }] }],
    ['translations[0].objectives[0]', { translations: [{ locale: 'pt', objectives: [''] }] }],
    ['translations', { translations: Array.from({ length: 41 }, (_, i) => ({ locale: `x${i}` })) }],
    ['translations', { translations: manyLanguages('漢'.repeat(2_000)) }],
    ['art', { art: 'https://example.com/a.png' }],
    ['art', { art: '' }],
    [undefined, { locale: 'pt-BR', translations: [{ locale: 'pt', name: 'Visita', objectives: [null] }] }],
  ])('refuses %s where it is wrong: %j', async (field, changes) => {
    expect(await refusedField(changes)).toBe(field)
  })
})

/** More bytes than a definition may have, in languages of which each is right. */
function manyLanguages(description: string) {
  return ['de', 'fr', 'it', 'es', 'nl', 'sv', 'da', 'fi', 'pl', 'cs', 'hu', 'ro'].map(locale => ({
    locale,
    description,
  }))
}

describe('pages of quests', () => {
  const PAGE = `query ($after: String, $first: Int, $all: Boolean!) { questsConnection(first: $first, after: $after, availableOnly: $all) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id name(locale: "pt-BR") } } } }`

  it('go through the catalog in its order, without a gap', async () => {
    await quests.aQuest({ name: 'Later', availableFrom: new Date('2027-01-01T00:00:00Z') })
    for (const all of [true, false]) {
      const list = await quests.ask(null, 'query ($all: Boolean!) { quests(availableOnly: $all) { id } }', { all })
      const seen: string[] = []
      let after: string | null = null
      do {
        const { data } = await quests.ask(null, PAGE, { after, first: 2, all })
        const { edges, pageInfo, totalCount } = data.questsConnection
        expect(totalCount).toBe(list.data.quests.length)
        expect(pageInfo.hasPreviousPage).toBe(after !== null)
        seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id))
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null
      } while (after !== null)
      expect(seen).toEqual(list.data.quests.map(({ id }: { id: string }) => id))
    }
  })

  it('refuse sizes and cursors that cannot be', async () => {
    const cursor = Buffer.from('["1 OR 1"]').toString('base64url')
    for (const args of [{ first: -1 }, { first: 101 }, { after: 'nonsense' }, { after: cursor }]) {
      const { errors } = await quests.ask(null, PAGE, { all: false, ...args })
      expect(errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
    }
  })
})

describe('the cost', () => {
  const source = `{ quests(availableOnly: false) { name(locale: "pt-BR") description(locale: "zh-TW") prerequisites { name(locale: "pt") }
    objectives { description(locale: "pt") } } questsConnection { totalCount edges { node { name(locale: "de") } } } }`

  it('of the catalog in any language is two statements after a change, however many quests there are, and then none', async () => {
    const counts = []
    for (const more of [1, 40]) {
      for (let i = 0; i < more; i++)
        await quests.aQuest({ prerequisiteIds: [questId], translations: [{ locale: 'pt', name: `N${i}` }] })
      const counted = countStatements(quests.database.primary)
      await quests.ask(null, source)
      const first = counted.statements.length
      counted.reset()
      await Promise.all([quests.ask(null, source), quests.ask(null, source)])
      counts.push([first, counted.statements.length])
      counted.stop()
    }
    expect(counts).toEqual([
      [2, 0],
      [2, 0],
    ])
  })

  it('of the listings is one statement for readers who come at once after a change', async () => {
    await quests.aQuest({ translations: [{ locale: 'pt', name: 'Ao mesmo tempo' }] })
    const counted = countStatements(quests.database.primary)
    await Promise.all(Array.from({ length: 5 }, () => quests.ask(null, source)))
    // The position is read again by a reader who has waited a tenth of a second for another's.
    expect(counted.statements.filter(text => text.includes('quest_listing'))).toHaveLength(1)
    counted.stop()
  })
})
