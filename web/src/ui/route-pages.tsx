import type { ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from './button.js'
import { Notice } from './notice.js'
import { Screen } from './screen.js'

export function NotFound({ home }: { home: '/' | '/console' }) {
  const { t } = useTranslation()
  return (
    <Screen title={t('notFound.title')}>
      <p>{t('notFound.text')}</p>
      <p>
        <a href={home}>{t('notFound.home')}</a>
      </p>
    </Screen>
  )
}

/** One screen has thrown: the others still work. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  return (
    <Screen title={t('broken.title')}>
      <Notice tone="bad">
        <p>{t('broken.text')}</p>
        <p>{error instanceof Error ? error.message : String(error)}</p>
        <Button onClick={reset}>{t('tryAgain')}</Button>
      </Notice>
    </Screen>
  )
}
