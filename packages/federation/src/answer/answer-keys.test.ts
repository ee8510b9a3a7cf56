import { Kind, parse, type FragmentDefinitionNode } from 'graphql'
import { expect, it } from 'vitest'
import { answerKeysOf } from './answer-keys.js'

it('the keys of an answer are those of all fragments, with null for what has no selections', () => {
  const { definitions } = parse(`
    { me: player { json ... on Player @defer { friend { id } } ...F } }
    fragment F on Player { friend { name: nick } }`)
  const [definition] = definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The operation comes first')
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  const friend = new Map([
    ['id', null],
    ['name', null],
  ])
  expect(answerKeysOf({ definition, fragments })).toEqual(
    new Map([
      [
        'me',
        new Map<string, unknown>([
          ['json', null],
          ['friend', friend],
        ]),
      ],
    ]),
  )
})
