import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { ActiveQuests } from './active-quests.js'
import home from './home.module.css'
import { News } from './news-list.js'
import { NextStepCard } from './next-step-card.js'
import { nextStepOf } from './next-step.js'
import { WalletCard } from './wallet-card.js'

const HOME = graphql(`
  query Home {
    me {
      id
      displayName
      wallet {
        id
        gold
        freeGold
        paidGold
        diamonds
        freeDiamonds
        paidDiamonds
      }
      characters {
        id
        experience
      }
      pulls(first: 1) {
        totalCount
      }
      questCompletions(claimed: false, first: 1) {
        totalCount
      }
      questProgress(status: [ACTIVE, COMPLETED]) {
        id
        status
        completions
        objectives {
          count
          objective {
            id
            description
            target
          }
        }
        quest {
          id
          name
        }
      }
    }
    banners(openOnly: false) {
      id
      name
      opensAt
      closesAt
    }
    quests(availableOnly: true) {
      id
      name
      version
      publishedAt
    }
  }
`)

export default function Home() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: HOME })
  const name = data?.me?.displayName
  return (
    <Screen title={name === undefined ? t('nav.home') : t('home.welcome', { name })}>
      <Loaded data={data?.me ? data : undefined} error={error} retry={reload}>
        {({ me, banners, quests }) => {
          const step =
            me &&
            nextStepOf({
              characters: me.characters ?? [],
              pulls: me.pulls?.totalCount ?? 0,
              unclaimed: me.questCompletions?.totalCount ?? 0,
            })
          return (
            <div className={styles.stack}>
              {step && <NextStepCard step={step} />}
              <div className={home.layout}>
                <div className={styles.stack}>
                  {me?.wallet && <WalletCard wallet={me.wallet} />}
                  <ActiveQuests all={me?.questProgress ?? []} />
                </div>
                <News banners={banners ?? []} quests={quests ?? []} />
              </div>
            </div>
          )
        }}
      </Loaded>
    </Screen>
  )
}
