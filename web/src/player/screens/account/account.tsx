import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { AccountQuery } from '../../../generated/graphql.js'
import { SchemeSelect } from '../../../ui/scheme-select.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { Deletion } from './deletion.js'
import { EmailForm } from './email-form.js'
import { ExportButton } from './export-button.js'
import { GuestUpgrade } from './guest-upgrade.js'
import { JurisdictionForm } from './jurisdiction.js'
import { PasswordForm } from './password-form.js'
import { ProfileForm } from './profile-form.js'
import { Providers } from './providers.js'
import { Part } from './part.js'
import { Sessions } from './sessions.js'
import { TwoFactor } from './two-factor.js'

const ACCOUNT = graphql(`
  query Account {
    me {
      id
      username
      displayName
      timeZone
      email
      access {
        emailVerified
        hasPassword
        isGuest
        pendingEmail
        providers
      }
      ...JurisdictionPart
      twoFactor {
        ...TwoFactorPart
      }
      sessions {
        id
        current
        lastSeenAt
        userAgent
        ipAddress
      }
    }
    accessOptions {
      mail
      providers {
        name
      }
      steam {
        appId
      }
    }
  }
`)

/** The settings of the player's account, each part with its own form. */
export default function Account() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: ACCOUNT })
  // The cache does not have all that a part has changed.
  const readAnew = () => reload({ requestPolicy: 'network-only' })
  return (
    <Screen title={t('nav.account')}>
      <Loaded data={data?.me ? data : undefined} error={error} retry={reload}>
        {({ me, accessOptions }) => {
          if (!me) return null
          const { access } = me
          return (
            <div className={styles.stack}>
              {access?.isGuest && <GuestUpgrade onDone={readAnew} />}
              <ProfileForm user={me} />
              {me.jurisdiction && <JurisdictionForm jurisdiction={me.jurisdiction} />}
              <Sessions sessions={me.sessions ?? []} />
              {me.twoFactor && <TwoFactor state={me.twoFactor} onDone={readAnew} />}
              {access?.hasPassword && <PasswordForm onDone={readAnew} />}
              {access?.hasPassword && accessOptions?.mail && (
                <EmailForm email={me.email ?? null} access={access} onDone={readAnew} />
              )}
              {access && !access.isGuest && (
                <Providers access={access} offered={offeredBy(accessOptions)} onDone={readAnew} />
              )}
              <Part title={t('account.colours.title')} hint={t('account.colours.hint')}>
                <SchemeSelect />
              </Part>
              <ExportButton />
              <Deletion hasPassword={access?.hasPassword ?? false} />
            </div>
          )
        }}
      </Loaded>
    </Screen>
  )
}

type Options = AccountQuery['accessOptions']

/** By the names under which `access.providers` has them. */
const offeredBy = (options: Options): readonly string[] => [
  ...(options?.providers ?? []).map(({ name }) => name),
  ...(options?.steam ? ['steam'] : []),
]
