import { graphql } from '../generated/gql.js'
import type { JurisdictionPartFragment } from '../generated/graphql.js'

/** The parts of a player's country, age and consents that pages show. */
graphql(`
  fragment JurisdictionPart on User {
    id
    jurisdiction {
      country
      birthDate
      consentWording
      pendingCountry {
        country
        takesEffectAt
      }
      consents {
        givenBy
        wording
        givenAt
      }
      paidDraws {
        rule
        minimumAge
        ageKnown
      }
    }
  }
`)

export type Jurisdiction = NonNullable<JurisdictionPartFragment['jurisdiction']>
