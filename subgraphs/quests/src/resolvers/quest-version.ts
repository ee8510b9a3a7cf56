import { connectionOf, parseUuid, readPage } from '@waystone/kit/graphql'
import { questInputOf } from '../domain/quest-input-of.js'
import type { QuestResolvers, QuestVersionResolvers } from '../generated/graphql.js'

const PAGE_SIZE = 20

export const versionsOf: NonNullable<QuestResolvers['versions']> = async ({ questId }, args, { loaders }) => {
  const page = readPage(args, { defaultSize: PAGE_SIZE, keyLength: 1 })
  const connection = connectionOf(await loaders.console.versionPage({ questId, page }), page, {
    totalCount: 0,
    key: ({ version }) => [String(version)],
    node: version => version,
  })
  return { ...connection, totalCount: () => loaders.console.versionCount(questId) }
}

export const QuestVersion: QuestVersionResolvers = {
  definition: ({ definition }) => questInputOf(definition),
  retired: ({ definition }) => definition.retired === true,
  publishedBy: ({ actor }) => {
    const id = actor === null ? null : parseUuid(actor)
    return id === null ? null : { id }
  },
  command: ({ actor }) => (actor === null || parseUuid(actor) !== null ? null : actor),
}
