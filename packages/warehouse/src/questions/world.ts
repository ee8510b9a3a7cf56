import { ratio } from '../dialects/dialect.js'
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
    sql: dialect => {
      const percent = ratio(dialect, { dividend: 'f.completed * 100', divisor: 'f.begun', scale: 2 })
      return `SELECT coalesce(q.name, ${dialect.text('f.quest_id')}) AS quest, f.begun AS begun, f.completed AS completed,
          f.claimed AS claimed, f.completions AS completions, ${percent} AS percent_completed
        FROM quest_progress_count f LEFT JOIN quest q ON q.quest_id = f.quest_id ORDER BY begun DESC, quest`
    },
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
    sql: ({ minutesBetween, quantile, whole }) => {
      const minutes = minutesBetween('m.made_at', 'e.occurred_at')
      return `WITH made AS (SELECT character_id, min(occurred_at) AS made_at FROM event
          WHERE type = 'character.created' AND character_id IS NOT NULL GROUP BY character_id)
        SELECT e.level AS level, ${whole('count(*)')} AS characters, ${quantile(minutes, 5)} AS median_minutes,
          ${quantile(minutes, 9)} AS slowest_tenth_minutes
        FROM event e JOIN made m ON m.character_id = e.character_id WHERE e.type = 'character.leveled_up'
        GROUP BY e.level ORDER BY level`
    },
  },
  {
    name: 'map-heat',
    description: 'kills, pick-ups and players of each map, by hour of the UTC day',
    chart: { kind: 'bars', x: 'hour', scale: 'number', y: ['kills', 'pick_ups'], series: null, panels: ['map_id'] },
    sql: ({ hour, text, whole }) => {
      const events = (type: string) => whole(`count(CASE WHEN type = '${type}' THEN 1 END)`)
      return `SELECT map_id, ${hour('occurred_at')} AS hour, ${events('monster.killed')} AS kills,
          ${events('item.picked_up')} AS pick_ups, ${whole('count(DISTINCT player_id)')} AS players
        FROM event WHERE map_id IS NOT NULL GROUP BY map_id, hour ORDER BY kills DESC, ${text('map_id')}, hour`
    },
  },
]
