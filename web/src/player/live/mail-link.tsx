import { Link } from '@tanstack/react-router'
import { Mail } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import styles from './bell.module.css'

export function MailLink() {
  const { t } = useTranslation()
  return (
    <Link to="/mail" className={styles.bell} aria-label={t('mail.title')}>
      <Mail size={18} aria-hidden />
    </Link>
  )
}
