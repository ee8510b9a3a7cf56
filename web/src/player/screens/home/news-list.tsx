import { CalendarClock, ScrollText, Sparkles } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatFromNow, formatMoment } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import home from './home.module.css'
import { newsOf, type PublishedBanner, type PublishedQuest } from './news.js'

const ICONS = { opened: Sparkles, closing: CalendarClock, opening: CalendarClock, newQuest: ScrollText }

export function News(published: { banners: readonly PublishedBanner[]; quests: readonly PublishedQuest[] }) {
  const { t } = useTranslation()
  const { banners, quests } = published
  const news = useMemo(() => newsOf({ banners, quests }, Date.now()), [banners, quests])
  return (
    <section className={styles.card} aria-labelledby="news">
      <h2 id="news">{t('home.news')}</h2>
      {news.length === 0 && <p className={styles.muted}>{t('home.noNews')}</p>}
      <ul className={home.news}>
        {news.map(({ key, kind, name, at }) => {
          const Icon = ICONS[kind]
          return (
            <li key={key}>
              <Icon size={18} aria-hidden />
              <span>{t(`home.${kind}`, { name, when: formatFromNow(at) })}</span>
              <time dateTime={at} title={formatMoment(at)}>
                {formatFromNow(at)}
              </time>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
