import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useAct } from '../../../refusals/use-act.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import styles from '../../../ui/ui.module.css'
import { canPush, deviceName, pushSubscription, subscribeToPush } from './push.js'

const REGISTER = graphql(`
  mutation RegisterPushToken($input: RegisterPushTokenInput!) {
    registerPushToken(input: $input) {
      __typename
      ... on PushToken {
        id
        device
      }
      ...Refused
    }
  }
`)

const REMOVE = graphql(`
  mutation RemovePushToken($id: ID!) {
    removePushToken(id: $id)
  }
`)

/** The devices that are pushed to, with this browser to be added. */
export function PushDevices(props: {
  readonly webPushKey: string | null
  readonly devices: readonly { readonly id: string; readonly device: string; readonly platform: string }[]
  readonly onChange: () => void
}) {
  const { webPushKey, devices, onChange } = props
  const { t } = useTranslation()
  const [, register] = useMutation(REGISTER)
  const remove = useAct(REMOVE, data => data.removePushToken)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const outcome = useOutcome()
  const turnOn = async () => {
    if (webPushKey === null) return
    setBusy(true)
    setProblem(null)
    try {
      const token = await subscribeToPush(webPushKey)
      if (token === null) return setProblem(t('notifications.notPermitted'))
      const input = { platform: 'WEB' as const, token, device: deviceName(navigator.userAgent) }
      const { data, error } = await register({ input })
      if (outcome.check(data?.registerPushToken, error) !== null) onChange()
    } catch {
      // Each browser words it in its own way; all of it comes to this.
      setProblem(t('notifications.noPushService'))
    } finally {
      setBusy(false)
    }
  }
  const turnOff = async (id: string, platform: string) => {
    // Another browser keeps its subscription, which nothing is pushed to any more.
    if (platform === 'WEB' && canPush()) await (await pushSubscription())?.unsubscribe()
    if ((await remove.attempt({ id })) === null) onChange()
  }
  const why = problem ?? outcome.problem ?? remove.problem
  return (
    <div className={styles.stack}>
      <h3>{t('notifications.devices')}</h3>
      {canPush() && webPushKey !== null ? (
        <p>
          <Button busy={isBusy} onClick={() => void turnOn()}>
            {t('notifications.pushHere')}
          </Button>
        </p>
      ) : (
        <p className={styles.muted}>{t('notifications.cannotPush')}</p>
      )}
      {why && <Notice tone="bad">{why}</Notice>}
      {devices.length === 0 && <p role="status">{t('notifications.noDevices')}</p>}
      <ul>
        {devices.map(({ id, device, platform }) => (
          <li key={id} className={styles.row}>
            {device} <span className={styles.muted}>{platform}</span>
            <Button aria-label={t('notifications.removeDevice', { device })} onClick={() => void turnOff(id, platform)}>
              {t('notifications.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
