import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { Facts } from '../../parts/facts.js'
import { ServerTable } from '../../parts/server-table.js'
import { OnlineCharacters } from './online-characters.js'
import { Replay } from './replay.js'

const WORLD = graphql(`
  query ConsoleWorld {
    worldStatus {
      tick
      tickMs
      tickP50Ms
      tickP99Ms
      overruns
      playersOnline
    }
    maps {
      id
      name
      width
      height
      playersOnline
    }
  }
`)

/** The maps, who is on them, and what happened there. */
export default function World() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: WORLD, requestPolicy: 'cache-and-network' })
  const [chosen, setChosen] = useState<string | null>(null)
  const ask = () => reload({ requestPolicy: 'network-only' })
  return (
    <Screen title={t('console.nav.world')} actions={<Button onClick={ask}>{t('consoleMaps.refresh')}</Button>}>
      <Loaded data={data} error={error} retry={ask}>
        {({ worldStatus, maps }) => (
          <>
            {worldStatus && (
              <Facts
                facts={[
                  [t('consoleMaps.players'), formatNumber(worldStatus.playersOnline)],
                  [t('consoleMaps.tick'), formatNumber(worldStatus.tick)],
                  [t('consoleMaps.p50'), `${worldStatus.tickP50Ms.toFixed(2)} ms`],
                  [t('consoleMaps.p99'), `${worldStatus.tickP99Ms.toFixed(2)} ms`],
                  [t('consoleMaps.overruns'), formatNumber(worldStatus.overruns)],
                ]}
              />
            )}
            <ServerTable
              label={t('consoleMaps.maps')}
              rows={maps ?? []}
              columns={[
                { title: t('consolePlayers.name'), cell: map => map.name },
                { title: t('consoleMaps.size'), cell: map => `${map.width} × ${map.height}` },
                { title: t('consoleMaps.players'), numeric: true, cell: map => formatNumber(map.playersOnline) },
                {
                  title: t('consolePlayers.actions'),
                  cell: map => <Button onClick={() => setChosen(map.id)}>{t('consoleMaps.look')}</Button>,
                },
              ]}
            />
            {chosen && (
              <>
                <h2>{t('consoleMaps.here')}</h2>
                <OnlineCharacters key={`here ${chosen}`} mapId={chosen} />
                <Replay key={chosen} mapId={chosen} newestTick={worldStatus?.tick ?? 0} />
              </>
            )}
          </>
        )}
      </Loaded>
    </Screen>
  )
}
