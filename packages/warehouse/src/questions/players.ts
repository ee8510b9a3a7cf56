import type { Question } from './question.js'

export const playerQuestions: readonly Question[] = [
  {
    name: 'daily-active-users',
    description: 'players with any recorded event, and new ones, by UTC day',
    chart: { kind: 'line', x: 'day', scale: 'time', y: ['players', 'new_players'], series: null, panels: [] },
    sql: `SELECT day, count(*) AS players, count(*) FILTER (WHERE j.day IS NOT NULL) AS new_players
      FROM active_day a LEFT JOIN joined j USING (player_id, day) GROUP BY day ORDER BY day DESC`,
  },
  {
    name: 'retention',
    description:
      'of the players who joined on a day, how many came back 1, 7 and 30 days later; empty until that day is over',
    chart: {
      kind: 'line',
      x: 'cohort',
      scale: 'time',
      y: ['players', 'day_1', 'day_7', 'day_30'],
      series: null,
      panels: [],
    },
    // A day that is not over for the whole cohort has no figure yet.
    sql: `WITH last AS (SELECT max(day) AS day FROM active_day),
        cohort AS (SELECT j.day AS cohort, count(DISTINCT j.player_id) AS players,
          count(DISTINCT a.player_id) FILTER (WHERE a.day = j.day + 1) AS day_1,
          count(DISTINCT a.player_id) FILTER (WHERE a.day = j.day + 7) AS day_7,
          count(DISTINCT a.player_id) FILTER (WHERE a.day = j.day + 30) AS day_30
        FROM joined j LEFT JOIN active_day a USING (player_id) GROUP BY cohort)
      SELECT cohort, players, CASE WHEN cohort + 1 < last.day THEN day_1 END AS day_1,
        CASE WHEN cohort + 7 < last.day THEN day_7 END AS day_7, CASE WHEN cohort + 30 < last.day THEN day_30 END AS day_30
      FROM cohort, last ORDER BY cohort DESC`,
  },
  {
    name: 'conversion',
    description: 'of the players who joined in a week, how many have paid, and how many days after joining first',
    chart: { kind: 'line', x: 'week', scale: 'time', y: ['percent'], series: null, panels: [] },
    sql: `WITH paid AS (SELECT player_id, min(CAST(created_at AS DATE)) AS day FROM purchase WHERE status IN ('COMPLETED', 'REFUNDED') GROUP BY 1)
      SELECT date_trunc('week', j.day) AS week, count(*) AS players, count(p.day) AS payers,
        CAST(count(p.day) * 100 AS DECIMAL(18, 2)) / count(*) AS percent, quantile_disc(p.day - j.day, 0.5) AS median_days
      FROM joined j LEFT JOIN paid p USING (player_id) GROUP BY week ORDER BY week DESC`,
  },
  {
    name: 'churn',
    description: 'players of a week who did not come back in the four weeks after it',
    chart: { kind: 'line', x: 'week', scale: 'time', y: ['players', 'gone'], series: null, panels: [] },
    sql: `WITH weeks AS (SELECT DISTINCT player_id, CAST(date_trunc('week', day) AS DATE) AS week FROM active_day),
        last AS (SELECT CAST(date_trunc('week', max(day)) AS DATE) AS week FROM active_day)
      SELECT w.week, count(*) AS players, count(*) FILTER (WHERE NOT EXISTS (
          SELECT 1 FROM weeks l WHERE l.player_id = w.player_id AND l.week > w.week AND l.week <= w.week + 28)) AS gone
      FROM weeks w, last WHERE w.week <= last.week - 28 GROUP BY w.week ORDER BY w.week DESC`,
  },
]
