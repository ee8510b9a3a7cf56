import { RequestFault } from '@waystone/kit/errors'
import { readLocale, translate } from '@waystone/kit/locale'
import { disclosureOf, isJurisdiction } from '../domain/disclosure/disclosure.js'
import { markdownOf, plainTextOf } from '../domain/disclosure/disclosure-text.js'
import { itemsNamed } from '../domain/disclosure/tables.js'
import type {
  BannerDisclosureResolvers,
  BannerResolvers,
  DisclosureRuleResolvers,
  DisclosureTableResolvers,
} from '../generated/graphql.js'
import { itemOf } from './item.js'

/** The texts are English, and so are the names where they have been translated. */
const LOCALE = 'en'

export const disclosure: NonNullable<BannerResolvers['disclosure']> = async (banner, { jurisdiction }, context) => {
  const asked = jurisdiction ?? null
  if (asked !== null && !isJurisdiction(asked))
    throw new RequestFault(
      'BAD_USER_INPUT',
      `"jurisdiction" must be two capital letters, such as KR or EU, not ${JSON.stringify(asked)}`,
    )
  const code = asked ?? (await context.viewerCountry())
  const model = context.catalog.model(banner)
  const ids = itemsNamed(model.definition)
  const [odds, items] = await Promise.all([
    context.catalog.modelOdds(banner),
    Promise.all(ids.map(id => itemOf(context, id))),
  ])
  const names = new Map(items.map(item => [item.id, translate(item, 'name', readLocale(LOCALE))]))
  return disclosureOf(
    { model, odds, itemName: id => names.get(id) ?? id },
    {
      name: translate(banner.definition, 'name', readLocale(LOCALE)),
      version: banner.version,
      hash: banner.hash,
      jurisdiction: code,
    },
    context.jurisdictions,
  )
}

export const BannerDisclosure: BannerDisclosureResolvers = {
  text: plainTextOf,
  markdown: markdownOf,
}

export const DisclosureTable: DisclosureTableResolvers = {
  required: ({ isRequired }) => isRequired,
}

export const DisclosureRule: DisclosureRuleResolvers = {
  sourceTitle: ({ source }) => source.title,
  sourceUrl: ({ source }) => source.url,
}
