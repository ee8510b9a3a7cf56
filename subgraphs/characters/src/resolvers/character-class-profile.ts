import { readLocale, translate } from '@waystone/kit/locale'
import type { CharacterClassProfileResolvers } from '../generated/graphql.js'

export const CharacterClassProfile: CharacterClassProfileResolvers = {
  name: (profile, { locale }) => translate(profile, 'name', readLocale(locale)),
}
