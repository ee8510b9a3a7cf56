import {
  Backpack,
  Compass,
  Gem,
  HeartHandshake,
  History,
  House,
  MessagesSquare,
  Puzzle,
  ScrollText,
  Shield,
  Sparkles,
  Swords,
  Trophy,
  UserRound,
  UsersRound,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Frame, type Section } from '../ui/frame.js'
import { Bell } from './live/bell.js'
import bell from './live/bell.module.css'
import { LiveUpdates } from './live/live-updates.js'
import { MailLink } from './live/mail-link.js'
import { WalletStatus } from './live/wallet-status.js'

/** The wallet and the bell, which move while the player is on any screen. */
const PlayerStatus = () => (
  <>
    <WalletStatus />
    <div className={bell.told}>
      <Bell />
      <MailLink />
    </div>
  </>
)

/** The sections of the player app, in the order of the navigation. */
export function PlayerFrame() {
  const { t } = useTranslation()
  const sections: Section[] = [
    { to: '/', label: t('nav.home'), icon: House },
    { to: '/world', label: t('nav.world'), icon: Compass },
    { to: '/chat', label: t('nav.chat'), icon: MessagesSquare },
    { to: '/guild', label: t('nav.guild'), icon: Shield },
    { to: '/quests', label: t('nav.quests'), icon: ScrollText },
    { to: '/leaderboards', label: t('nav.leaderboards'), icon: Trophy },
    { to: '/puzzles', label: t('nav.puzzles'), icon: Puzzle },
    { to: '/duel', label: t('nav.duel'), icon: Swords },
    { to: '/characters', label: t('nav.characters'), icon: UsersRound },
    { to: '/friends', label: t('nav.friends'), icon: HeartHandshake },
    { to: '/banners', label: t('nav.banners'), icon: Sparkles },
    { to: '/inventory', label: t('nav.inventory'), icon: Backpack },
    { to: '/shop', label: t('nav.shop'), icon: Gem },
    { to: '/history', label: t('nav.history'), icon: History },
    { to: '/account', label: t('nav.account'), icon: UserRound },
  ]
  return (
    <>
      <LiveUpdates />
      <Frame brand="Waystone" sections={sections} status={<PlayerStatus />} />
    </>
  )
}
