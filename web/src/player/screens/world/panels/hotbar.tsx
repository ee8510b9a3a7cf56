import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { Button } from '../../../../ui/button.js'
import { OWN_PETS, type PetCommands } from '../play/pet-commands.js'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import styles from '../world.module.css'

/** An action of a key of the map, and of the button below it. */
export interface HotbarAction {
  readonly label: string
  readonly key: string
  /** `KeyboardEvent.code`, while the map has the focus. */
  readonly codes: readonly string[]
  readonly run: () => void
}

export function useHotbar(options: {
  readonly session: WorldSession
  readonly pets: PetCommands
  readonly characterId: string
  readonly focusChat: () => void
}): readonly HotbarAction[] {
  const { session, pets, characterId, focusChat } = options
  const { t } = useTranslation()
  const { near } = useStore(session.summary)
  const [{ data }] = useQuery({ query: OWN_PETS, variables: { id: characterId }, requestPolicy: 'cache-and-network' })
  const own = data?.character?.pets ?? []
  const called = own.find(({ summoned }) => summoned)
  const first = called ?? own[0]
  const nearest = (kind: 'monster' | 'drop') => near.find(entry => entry.kind === kind)
  const begin = (kind: 'attack' | 'pickUp' | 'tame', target: 'monster' | 'drop') => () => {
    // A key that is pressed again and again means the one that is struck at, and not whichever has come nearer.
    if (session.pursuit.aim?.kind === kind) return
    const found = nearest(target)
    if (found !== undefined) session.pursuit.begin({ kind, id: found.id })
  }
  const withPet = (command: () => ReturnType<PetCommands['feed']>) => () => void session.attempt(command)
  return [
    { label: t('world.attackNearest'), key: '1', codes: ['Digit1', 'Space', 'KeyF'], run: begin('attack', 'monster') },
    { label: t('world.pickUpNearest'), key: '2', codes: ['Digit2', 'KeyE'], run: begin('pickUp', 'drop') },
    { label: t('world.tameNearest'), key: '3', codes: ['Digit3', 'KeyT'], run: begin('tame', 'monster') },
    ...(first === undefined
      ? []
      : [
          called === undefined
            ? {
                label: t('world.callPet', { name: first.name }),
                key: '4',
                codes: ['Digit4'],
                run: withPet(() => pets.summon(first.id)),
              }
            : {
                label: t('world.dismissPet', { name: called.name }),
                key: '4',
                codes: ['Digit4'],
                run: withPet(pets.dismiss),
              },
          {
            label: t('world.feedPet', { name: first.name, hunger: first.hunger }),
            key: '5',
            codes: ['Digit5'],
            run: withPet(pets.feed),
          },
        ]),
    { label: t('world.stand'), key: '6', codes: ['Digit6', 'Escape'], run: session.stand },
    { label: t('world.say'), key: '7', codes: ['Digit7', 'Enter'], run: focusChat },
    { label: t('world.leave'), key: '8', codes: ['Digit8'], run: session.leave },
  ]
}

/** The commands as buttons, with the keys that do the same on the map. */
export function Hotbar({ actions }: { actions: readonly HotbarAction[] }) {
  const { t } = useTranslation()
  return (
    <div role="toolbar" aria-label={t('world.commands')} className={styles.hotbar}>
      {actions.map(({ label, key, run }) => (
        <Button key={key} onClick={run}>
          {label} <kbd aria-hidden>{key}</kbd>
        </Button>
      ))}
    </div>
  )
}
