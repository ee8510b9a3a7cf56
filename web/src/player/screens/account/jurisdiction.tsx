import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import { countryName } from '../../../jurisdiction/countries.js'
import { CountrySelect } from '../../../jurisdiction/country-select.js'
import type { Jurisdiction } from '../../../jurisdiction/jurisdiction-part.js'
import { barText } from '../../../jurisdiction/jurisdiction-text.js'
import { useAct } from '../../../refusals/use-act.js'
import { formatDay } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { ParentConsent } from './parent-consent.js'
import { Part } from './part.js'

const DECLARE_COUNTRY = graphql(`
  mutation DeclareCountry($country: String!) {
    declareCountry(country: $country) {
      __typename
      ...JurisdictionPart
      ...Refused
    }
  }
`)

const CANCEL_CHANGE = graphql(`
  mutation CancelCountryChange {
    cancelCountryChange {
      __typename
      ...JurisdictionPart
    }
  }
`)

const DECLARE_BIRTH_DATE = graphql(`
  mutation DeclareBirthDate($birthDate: String!) {
    declareBirthDate(birthDate: $birthDate) {
      __typename
      ...JurisdictionPart
      ...Refused
    }
  }
`)

/** Country, birth date and consent: what the rules of countries need to know of the player. */
export function JurisdictionForm({ jurisdiction }: { jurisdiction: Jurisdiction }) {
  const { t } = useTranslation()
  const { country, paidDraws } = jurisdiction
  return (
    <Part title={t('jurisdiction.title')} hint={t('jurisdiction.hint')}>
      <div className={styles.stack}>
        {paidDraws && <Notice tone="warn">{barText({ ...paidDraws, country: country ?? null })}</Notice>}
        <Country jurisdiction={jurisdiction} />
        <BirthDate birthDate={jurisdiction.birthDate ?? null} />
        <ParentConsent jurisdiction={jurisdiction} />
      </div>
    </Part>
  )
}

function Country({ jurisdiction: { country, pendingCountry } }: { jurisdiction: Jurisdiction }) {
  const { t, i18n } = useTranslation()
  const [chosen, setChosen] = useState(country ?? '')
  const declaring = useAct(DECLARE_COUNTRY, data => data.declareCountry)
  const canceling = useAct(CANCEL_CHANGE, data => data.cancelCountryChange)
  const problem = declaring.problem ?? canceling.problem
  const cancel = async () => {
    if ((await canceling.attempt({})) === null) setChosen(country ?? '')
  }
  const named = (code: string) => countryName(code, i18n.language)
  return (
    <>
      <p role="status">{country && t('jurisdiction.now', { country: named(country) })}</p>
      <CountrySelect value={chosen} hint={t('jurisdiction.changeHint')} onChange={setChosen} />
      <Button
        busy={declaring.busy}
        aria-disabled={chosen === ''}
        onClick={() => chosen !== '' && void declaring.attempt({ country: chosen })}
      >
        {t('jurisdiction.choose')}
      </Button>
      {pendingCountry && (
        <div className={styles.row}>
          <span role="status">
            {t('jurisdiction.pending', {
              country: named(pendingCountry.country),
              when: formatDay(pendingCountry.takesEffectAt),
            })}
          </span>
          <Button busy={canceling.busy} onClick={() => void cancel()}>
            {t('jurisdiction.cancel', { country: named(country ?? '') })}
          </Button>
        </div>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
    </>
  )
}

function BirthDate({ birthDate }: { birthDate: string | null }) {
  const { t } = useTranslation()
  const [given, setGiven] = useState('')
  const declaring = useAct(DECLARE_BIRTH_DATE, data => data.declareBirthDate)
  if (birthDate !== null) return <p>{t('jurisdiction.birthDateKnown', { date: birthDate })}</p>
  return (
    <>
      <TextField
        type="date"
        label={t('jurisdiction.birthDate')}
        hint={t('jurisdiction.birthDateHint')}
        autoComplete="bday"
        value={given}
        problem={declaring.problem ?? undefined}
        onChange={({ target }) => setGiven(target.value)}
      />
      <Button
        busy={declaring.busy}
        aria-disabled={given === ''}
        onClick={() => given !== '' && void declaring.attempt({ birthDate: given })}
      >
        {t('jurisdiction.declare')}
      </Button>
    </>
  )
}
