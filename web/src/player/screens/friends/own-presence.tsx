import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { PresenceStatus } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import ui from '../../../ui/ui.module.css'

const SET = graphql(`
  mutation SetPresence($status: PresenceStatus!, $hidden: Boolean!) {
    setPresence(status: $status, hidden: $hidden) {
      status
    }
  }
`)

const STATUSES: readonly PresenceStatus[] = ['ONLINE', 'AWAY', 'OFFLINE']

/** The player's own presence, as friends see it while a page is open. */
export function OwnPresence(saved: { status: PresenceStatus; hidden: boolean }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(saved.status)
  const [hidden, setHidden] = useState(saved.hidden)
  const [{ error, fetching }, set] = useMutation(SET)
  const save = (next: PresenceStatus, isHidden: boolean) => {
    setChosen(next)
    setHidden(isHidden)
    void set({ status: next, hidden: isHidden }).then(({ data }) => {
      if (data) return
      setChosen(chosen)
      setHidden(hidden)
    })
  }
  return (
    <div className={ui.card}>
      <label className={ui.field}>
        <span className={ui.label}>{t('friends.ownPresence')}</span>
        <select
          className={ui.input}
          value={chosen}
          aria-busy={fetching}
          onChange={({ target }) => save(STATUSES.find(each => each === target.value) ?? 'ONLINE', hidden)}
        >
          {STATUSES.map(each => (
            <option key={each} value={each}>
              {t(`friends.presence.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label className={ui.row}>
        <input type="checkbox" checked={hidden} onChange={({ target }) => save(chosen, target.checked)} />
        {t('friends.hide')}
      </label>
      {error && (
        <p role="alert" className={ui.problem}>
          {errorText(error)}
        </p>
      )}
    </div>
  )
}
