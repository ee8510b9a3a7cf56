import { connectionOf, parseUuid, readPage } from '@waystone/kit/graphql'
import type { BannerResolvers, BannerVersionConnectionResolvers, BannerVersionResolvers } from '../generated/graphql.js'

const PAGE_SIZE = 20

export const versionsOf: NonNullable<BannerResolvers['versions']> = async ({ id }, args, { loaders }) => {
  const page = readPage(args, { defaultSize: PAGE_SIZE, key: [text => /^\d{1,9}$/.test(text)] })
  const rows = await loaders.versions(id, page)
  const { edges, pageInfo } = connectionOf(rows, page, {
    totalCount: 0,
    key: ({ version }) => [String(version)],
    node: version => version,
  })
  return { edges, pageInfo, bannerId: id }
}

export const BannerVersionConnection: BannerVersionConnectionResolvers = {
  totalCount: ({ bannerId }, _, { loaders }) => loaders.versionCount.load(bannerId),
}

export const BannerVersion: BannerVersionResolvers = {
  oddsHash: ({ hash }) => hash,
  publishedBy: ({ actor }) => {
    const id = actor === null ? null : parseUuid(actor)
    return id === null ? null : { id }
  },
  command: ({ actor }) => (actor === null || parseUuid(actor) !== null ? null : actor),
}
