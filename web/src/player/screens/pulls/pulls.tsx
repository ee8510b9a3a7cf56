import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { PullList } from './pull-list.js'

const BANNER_NAMES = graphql(`
  query BannerNames {
    banners(openOnly: false) {
      id
      name
    }
  }
`)

export default function Pulls() {
  const { t } = useTranslation()
  const [bannerId, setBannerId] = useState<string>()
  const [{ data }] = useQuery({ query: BANNER_NAMES })
  return (
    <Screen title={t('pulls.title')} actions={<Link to="/fairness">{t('pulls.toFairness')}</Link>}>
      <label className={ui.field}>
        <span className={ui.label}>{t('pulls.banner')}</span>
        <select
          className={ui.input}
          value={bannerId ?? ''}
          onChange={({ target }) => setBannerId(target.value === '' ? undefined : target.value)}
        >
          <option value="">{t('pulls.allBanners')}</option>
          {data?.banners?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <PullList key={bannerId ?? ''} bannerId={bannerId} />
    </Screen>
  )
}
