import {
  Activity,
  ChartColumn,
  Coins,
  Globe,
  ListTree,
  Mail,
  PencilRuler,
  Shield,
  ShieldAlert,
  Users,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Frame, type Section } from '../ui/frame.js'
import { NotAnOperator } from './not-an-operator.js'
import { hasRole, isOperator } from './roles.js'

/** The sections of the operator console, in the order of the navigation. Players are told that it is not for them. */
export function ConsoleFrame() {
  const { t } = useTranslation()
  if (!isOperator()) return <NotAnOperator />
  const sections: Section[] = [
    { to: '/console', label: t('console.nav.overview'), icon: Activity },
    { to: '/console/players', label: t('console.nav.players'), icon: Users },
    { to: '/console/economy', label: t('console.nav.economy'), icon: Coins },
    { to: '/console/events', label: t('console.nav.events'), icon: ListTree },
    { to: '/console/content', label: t('console.nav.content'), icon: PencilRuler },
    { to: '/console/guilds', label: t('console.nav.guilds'), icon: Shield },
    { to: '/console/mail', label: t('console.nav.mail'), icon: Mail },
    { to: '/console/moderation', label: t('console.nav.moderation'), icon: ShieldAlert },
    { to: '/console/world', label: t('console.nav.world'), icon: Globe },
    ...(hasRole('admin.read')
      ? [{ to: '/console/warehouse', label: t('console.nav.warehouse'), icon: ChartColumn }]
      : []),
  ]
  return <Frame brand={t('console.title')} sections={sections} />
}
