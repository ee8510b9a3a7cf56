import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { NotificationSettingsInput } from '../../../generated/graphql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { PushDevices } from './push-devices.js'

const SETTINGS = graphql(`
  query NotificationSettings {
    webPushKey
    me {
      id
      notificationSettings {
        ...SettingsShown
      }
      pushTokens {
        id
        platform
        device
      }
    }
  }
  fragment SettingsShown on NotificationSettings {
    language
    quietHours {
      from
      to
    }
    kinds {
      kind
      inGame
      push
    }
  }
`)

const UPDATE = graphql(`
  mutation UpdateNotificationSettings($input: NotificationSettingsInput!) {
    updateNotificationSettings(input: $input) {
      __typename
      ...SettingsShown
      ...Refused
    }
  }
`)

const LANGUAGES = ['en', 'de', 'es', 'fr', 'ja'] as const
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const NIGHT = { from: 22, to: 7 }

/** How the player is told: language, quiet hours, each kind, and the devices that are pushed to. */
export function NotificationSettingsForm() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: SETTINGS })
  const [{ fetching }, update] = useMutation(UPDATE)
  const outcome = useOutcome()
  const change = async (input: NotificationSettingsInput) => {
    const { data: changed, error: failed } = await update({ input })
    outcome.check(changed?.updateNotificationSettings, failed)
  }
  return (
    <section className={styles.card} aria-labelledby="notification-settings">
      <h2 id="notification-settings">{t('notifications.settings')}</h2>
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Loaded data={data?.me?.notificationSettings ?? undefined} error={error} retry={reload}>
        {({ language, quietHours, kinds }) => (
          <div className={styles.stack} aria-busy={fetching}>
            <label className={`${styles.field} ${styles.form}`}>
              <span className={styles.label}>{t('notifications.language')}</span>
              <select
                className={styles.input}
                value={language}
                onChange={({ target }) => void change({ language: target.value })}
              >
                {[...new Set([language, ...LANGUAGES])].map(tag => (
                  <option key={tag} value={tag}>
                    {new Intl.DisplayNames(tag, { type: 'language' }).of(tag)}
                  </option>
                ))}
              </select>
            </label>
            <fieldset className={`${styles.row} ${styles.group}`}>
              <legend>{t('notifications.quiet')}</legend>
              <label>
                <input
                  type="checkbox"
                  checked={quietHours !== null && quietHours !== undefined}
                  onChange={({ target }) => void change({ quietHours: target.checked ? NIGHT : null })}
                />{' '}
                {t('notifications.quietOn')}
              </label>
              {quietHours && (
                <>
                  <Hour
                    label={t('notifications.from')}
                    value={quietHours.from}
                    except={quietHours.to}
                    onChange={from => void change({ quietHours: { from, to: quietHours.to } })}
                  />
                  <Hour
                    label={t('notifications.to')}
                    value={quietHours.to}
                    except={quietHours.from}
                    onChange={to => void change({ quietHours: { from: quietHours.from, to } })}
                  />
                </>
              )}
            </fieldset>
            <div className={styles.tableFrame} role="region" aria-label={t('notifications.kinds')} tabIndex={0}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('notifications.kind')}</th>
                    <th scope="col">{t('notifications.inGame')}</th>
                    <th scope="col">{t('notifications.push')}</th>
                  </tr>
                </thead>
                <tbody>
                  {kinds.map(({ kind, inGame, push }) => (
                    <tr key={kind}>
                      <th scope="row">{t(`notifications.kindNames.${kind}`)}</th>
                      {(['inGame', 'push'] as const).map(way => (
                        <td key={way}>
                          <input
                            type="checkbox"
                            aria-label={`${t(`notifications.kindNames.${kind}`)}: ${t(`notifications.${way}`)}`}
                            checked={way === 'inGame' ? inGame : push}
                            // The server refuses to silence it.
                            disabled={kind === 'SECURITY'}
                            onChange={({ target }) =>
                              void change({ kinds: [{ kind, inGame, push, [way]: target.checked }] })
                            }
                          />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <PushDevices
              webPushKey={data?.webPushKey ?? null}
              devices={data?.me?.pushTokens ?? []}
              onChange={() => reload({ requestPolicy: 'network-only' })}
            />
          </div>
        )}
      </Loaded>
    </section>
  )
}

function Hour(props: { label: string; value: number; except: number; onChange: (hour: number) => void }) {
  const { label, value, except, onChange } = props
  return (
    <label>
      {label}{' '}
      <select
        className={styles.input}
        aria-label={label}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      >
        {HOURS.filter(hour => hour !== except).map(hour => (
          <option key={hour} value={hour}>{`${String(hour).padStart(2, '0')}:00`}</option>
        ))}
      </select>
    </label>
  )
}
