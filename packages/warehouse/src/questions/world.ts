import type { Question } from './question.js'

export const worldQuestions: readonly Question[] = [
  {
    name: 'quest-funnel',
    description: 'players who have begun, completed and claimed each quest, and how often it was completed',
    chart: {
      kind: 'bars',
      x: 'quest',
      scale: 'category',
      y: ['begun', 'completed', 'claimed'],
      series: null,
      panels: [],
    },
    sql: `SELECT coalesce(q.name, CAST(f.quest_id AS VARCHAR)) AS quest, begun, completed, claimed, completions,
        CAST(completed * 100 AS DECIMAL(18, 2)) / nullif(begun, 0) AS percent_completed
      FROM quest_progress_count f LEFT JOIN quest q USING (quest_id) ORDER BY begun DESC, quest`,
  },
  {
    name: 'time-to-level',
    description: 'minutes from the making of a character to each level, for the median and the slowest tenth',
    chart: {
      kind: 'line',
      x: 'level',
      scale: 'number',
      y: ['median_minutes', 'slowest_tenth_minutes'],
      series: null,
      panels: [],
    },
    sql: `WITH made AS (SELECT character_id, min(occurred_at) AS at FROM event WHERE type = 'character.created' AND character_id IS NOT NULL GROUP BY 1)
      SELECT level, count(*) AS characters, quantile_disc(date_diff('minute', m.at, e.occurred_at), 0.5) AS median_minutes,
        quantile_disc(date_diff('minute', m.at, e.occurred_at), 0.9) AS slowest_tenth_minutes
      FROM event e JOIN made m USING (character_id) WHERE e.type = 'character.leveled_up' GROUP BY level ORDER BY level`,
  },
  {
    name: 'map-heat',
    description: 'kills, pick-ups and players of each map, by hour of the UTC day',
    chart: { kind: 'bars', x: 'hour', scale: 'number', y: ['kills', 'pick_ups'], series: null, panels: ['map_id'] },
    sql: `SELECT map_id, hour(occurred_at) AS hour, count(*) FILTER (WHERE type = 'monster.killed') AS kills,
        count(*) FILTER (WHERE type = 'item.picked_up') AS pick_ups, count(DISTINCT player_id) AS players
      FROM event WHERE map_id IS NOT NULL GROUP BY map_id, hour ORDER BY kills DESC, map_id, hour`,
  },
]
