import { blocksOf } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startQuests, type TestApp } from './quests-app.js'

const page = blocksOf('docs/content.md')
const textOf = (language: string) => page.find(block => block.language === language)?.text ?? ''
const file = textOf('json')
const query = textOf('graphql')
let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
})
afterAll(() => quests.close())

it('the quest of docs/content.md is published as it stands, and shown in the languages that the page says', async () => {
  const { id, quest } = JSON.parse(file) as { id: string; quest: unknown }
  const { input, problems } = quests.app.readQuestInput(quest)
  expect(problems).toEqual([])
  const made = await quests.app.services.publishQuest({ id, input, create: true, actor: 'test' })
  expect(made).toMatchObject({ questId: id, version: 1 })
  quests.clock.set('2027-02-02T00:00:00Z')
  const { data, errors } = await quests.ask(null, query, { locale: 'pt-BR' })
  expect(errors).toEqual([])
  expect(data.quests).toEqual([
    {
      name: 'Festival das lanternas',
      description: 'Acenda uma lanterna em cada noite do festival. Entre três dias seguidos.',
      objectives: [{ description: 'Dias seguidos' }],
      locales: ['en', 'pt', 'pt-BR'],
      art: 'quests/festival-of-lanterns',
    },
  ])
})

it('a content file is refused where it is no QuestInput, with the path of what is wrong', () => {
  const { quest } = JSON.parse(file) as { quest: Record<string, unknown> }
  const problemsOf = (content: unknown) => quests.app.readQuestInput(content).problems.join('\n')
  expect(problemsOf({ ...quest, name: 7 })).toContain('name')
  expect(problemsOf({ ...quest, titel: 'x' })).toContain('titel')
  expect(problemsOf({ ...quest, translations: [{ name: 'x' }] })).toContain('translations[0]')
  expect(problemsOf({ ...quest, objectives: undefined })).toContain('objectives')
  for (const content of [null, 'x', [], 3]) expect(problemsOf(content)).not.toBe('')
})
