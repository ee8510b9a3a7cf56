import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from '../../ui/ui.module.css'

/** Parts of a screen, of which one is shown; the others ask the server for nothing. */
export function Tabs({ tabs }: { tabs: readonly { readonly name: string; readonly content: () => ReactNode }[] }) {
  return (
    <Base.Root defaultValue={tabs[0]?.name}>
      <Base.List className={styles.tabs}>
        {tabs.map(({ name }) => (
          <Base.Tab key={name} value={name} className={styles.tab}>
            {name}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ name, content }) => (
        <Base.Panel key={name} value={name} className={styles.stack} style={{ paddingBlockStart: '1rem' }}>
          {content()}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
