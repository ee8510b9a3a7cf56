import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { Part } from './part.js'

const UNLINK = graphql(`
  mutation UnlinkProvider($input: UnlinkProviderInput!) {
    unlinkProvider(input: $input) {
      __typename
      ... on User {
        id
        access {
          providers
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`)

interface ProvidersProps {
  /** Those that this server takes. */
  readonly offered: readonly string[]
  readonly access: { readonly providers: readonly string[]; readonly hasPassword: boolean }
  readonly onDone: () => void
}

/**
 * Providers whose sign-in opens the account, too. Linking another one needs an ID token or a ticket,
 * which the game's own client gets (docs/decisions/098-pages-link-no-provider.md).
 */
export function Providers({ access, offered, onDone }: ProvidersProps) {
  const { t } = useTranslation()
  const [{ fetching }, unlink] = useMutation(UNLINK)
  const outcome = useOutcome()
  const [password, setPassword] = useState('')
  const { providers, hasPassword } = access
  const others = offered.filter(name => !providers.includes(name))
  const unlinkNow = async (name: string) => {
    const { data, error } = await unlink({ input: { provider: name, currentPassword: password || null } })
    if (outcome.check(data?.unlinkProvider, error) === null) return
    setPassword('')
    showToast(t('account.providers.unlinked', { name }))
    onDone()
  }
  return (
    <Part title={t('account.providers.title')}>
      {others.length > 0 && <p>{t('account.providers.offered', { names: others.join(', ') })}</p>}
      {providers.length === 0 && <p className={styles.muted}>{t('account.providers.none')}</p>}
      {providers.length > 0 && hasPassword && (
        <div className={styles.form}>
          <TextField
            label={t('account.providers.password')}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </div>
      )}
      <div className={styles.row}>
        {providers.map(name => (
          <Button key={name} tone="danger" busy={fetching} onClick={() => void unlinkNow(name)}>
            {t('account.providers.unlink', { name })}
          </Button>
        ))}
      </div>
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
    </Part>
  )
}
