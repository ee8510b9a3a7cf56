import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  RowBuilder,
  type Dashboard as GrafanaDashboard,
  type Panel as GrafanaPanel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import type { Dashboard, Panel } from './dashboard.js'

/** Of Grafana's 24 columns. */
const LINES_WIDTH = 12
const NUMBER_WIDTH = 4
const LINES_HEIGHT = 8
const NUMBER_HEIGHT = 4
/** Whichever Prometheus is chosen at the top of a dashboard. */
const SOURCE = { type: 'prometheus', uid: '${source}' }

/** A dashboard as Grafana imports it. The types of its own SDK stand for the Grafana that no test here runs. */
export function grafanaDashboard({ uid, title, rows }: Dashboard): GrafanaDashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .tags(['waystone'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('utc')
    .withVariable(new DatasourceVariableBuilder('source').label('Prometheus').type('prometheus'))
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title))
    for (const panel of row.panels) builder.withPanel(panelOf(panel))
  }
  return builder.build()
}

function panelOf(panel: Panel): Builder<GrafanaPanel> {
  const builder =
    panel.kind === 'number'
      ? new StatBuilder().span(NUMBER_WIDTH).height(NUMBER_HEIGHT)
      : new TimeseriesBuilder().span(LINES_WIDTH).height(LINES_HEIGHT).min(0)
  builder.title(panel.title).unit(panel.unit).datasource(SOURCE)
  for (const target of targetsOf(panel)) builder.withTarget(target)
  return builder
}

const targetsOf = ({ kind, queries }: Panel): Builder<Dataquery>[] =>
  queries.map(({ expr, legend }, place) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCodePoint(65 + place))
      .expr(expr)
      .legendFormat(legend)
    return kind === 'number' ? query.instant() : query.range()
  })
