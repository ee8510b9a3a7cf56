import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import { countryName } from '../../../jurisdiction/countries.js'
import type { Jurisdiction } from '../../../jurisdiction/jurisdiction-part.js'
import { useAct } from '../../../refusals/use-act.js'
import { formatMoment } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import styles from '../../../ui/ui.module.css'

const GIVE_CONSENT = graphql(`
  mutation GiveConsent($wording: String!) {
    giveConsent(input: { givenBy: PARENT, wording: $wording }) {
      __typename
      ...JurisdictionPart
      ...Refused
    }
  }
`)

const WITHDRAW_CONSENT = graphql(`
  mutation WithdrawConsent {
    withdrawConsent(givenBy: PARENT) {
      __typename
      ...JurisdictionPart
    }
  }
`)

/** The consent of a parent where the country asks for it, and the one that was given. */
export function ParentConsent({ jurisdiction }: { jurisdiction: Jurisdiction }) {
  const { t, i18n } = useTranslation()
  const giving = useAct(GIVE_CONSENT, data => data.giveConsent)
  const withdrawing = useAct(WITHDRAW_CONSENT, data => data.withdrawConsent)
  const { consents, consentWording, country, paidDraws } = jurisdiction
  const given = consents.filter(({ givenBy }) => givenBy === 'PARENT')
  const isAsked = paidDraws?.rule === 'CONSENT_NEEDED' && paidDraws.ageKnown
  const problem = giving.problem ?? withdrawing.problem
  if (!isAsked && given.length === 0) return null
  return (
    <section className={styles.stack}>
      <h3>{t('jurisdiction.consent.title')}</h3>
      {given.map(({ wording, givenAt }) => (
        <p key={wording}>{t('jurisdiction.consent.given', { when: formatMoment(givenAt), wording })}</p>
      ))}
      {given.length > 0 && (
        <Button busy={withdrawing.busy} onClick={() => void withdrawing.attempt({})}>
          {t('jurisdiction.consent.withdraw')}
        </Button>
      )}
      {isAsked && consentWording && (
        <>
          <p>
            {t('jurisdiction.consent.ask', {
              age: paidDraws.minimumAge ?? 0,
              country: country ? countryName(country, i18n.language) : t('jurisdiction.here'),
            })}
          </p>
          <Button busy={giving.busy} onClick={() => void giving.attempt({ wording: consentWording })}>
            {t('jurisdiction.consent.give')}
          </Button>
        </>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}
