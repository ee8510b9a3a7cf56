import { coerceInputValue, GraphQLNonNull, isInputObjectType, type GraphQLSchema } from 'graphql'
import type { QuestDraft } from './domain/quest-draft.js'

/** Reads content as publishQuest takes it: types, required fields, unknown fields, defaults. */
export type QuestInputReader = (content: unknown) => {
  readonly input: QuestDraft
  /** Each with its path; `input` is of use only where there is none. */
  readonly problems: readonly string[]
}

/** Parses content files with the GraphQL schema, so that they support every field of QuestInput. */
export function createQuestInputReader(schema: GraphQLSchema): QuestInputReader {
  const type = schema.getType('QuestInput')
  if (!isInputObjectType(type)) throw new Error('The schema of quests has no QuestInput')
  return content => {
    const problems: string[] = []
    const input = coerceInputValue(content, new GraphQLNonNull(type), (path, _, error) => {
      const at = path.map((part, place) => (typeof part === 'number' ? `[${part}]` : place === 0 ? part : `.${part}`))
      problems.push(at.length === 0 ? error.message : `${at.join('')}: ${error.message}`)
    })
    // Without problems it is what codegen makes of QuestInput, as resolvers get it.
    return { input: input as QuestDraft, problems }
  }
}
