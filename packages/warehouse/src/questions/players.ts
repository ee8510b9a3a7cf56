import { ratio } from '../dialects/dialect.js'
import type { Question } from './question.js'

export const playerQuestions: readonly Question[] = [
  {
    name: 'daily-active-users',
    description: 'players with any recorded event, and new ones, by UTC day',
    chart: { kind: 'line', x: 'day', scale: 'time', y: ['players', 'new_players'], series: null, panels: [] },
    sql: ({
      whole,
    }) => `SELECT a.day AS day, ${whole('count(*)')} AS players, ${whole('count(j.player_id)')} AS new_players
      FROM active_day a LEFT JOIN joined j ON j.player_id = a.player_id AND j.day = a.day GROUP BY a.day ORDER BY day DESC`,
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
    sql: ({ whole }) => {
      const returned = (days: number) =>
        `${whole(`count(DISTINCT CASE WHEN a.day = j.day + ${days} THEN a.player_id END)`)} AS returned_${days}`
      const onceOver = (days: number) =>
        `CASE WHEN c.cohort + ${days} < l.last_day THEN c.returned_${days} END AS day_${days}`
      return `WITH latest AS (SELECT max(day) AS last_day FROM active_day),
        cohorts AS (SELECT j.day AS cohort, ${whole('count(DISTINCT j.player_id)')} AS players, ${returned(1)}, ${returned(7)}, ${returned(30)}
          FROM joined j LEFT JOIN active_day a ON a.player_id = j.player_id GROUP BY j.day)
        SELECT c.cohort AS cohort, c.players AS players, ${onceOver(1)}, ${onceOver(7)}, ${onceOver(30)}
        FROM cohorts c CROSS JOIN latest l ORDER BY cohort DESC`
    },
  },
  {
    name: 'conversion',
    description: 'of the players who joined in a week, how many have paid, and how many days after joining first',
    chart: { kind: 'line', x: 'week', scale: 'time', y: ['percent'], series: null, panels: [] },
    sql: dialect => {
      const { day, daysBetween, quantile, week, whole } = dialect
      const percent = ratio(dialect, { dividend: 'count(p.day) * 100', divisor: 'count(*)', scale: 2 })
      return `WITH paid AS (SELECT player_id, min(${day('created_at')}) AS day FROM purchase
          WHERE status IN ('COMPLETED', 'REFUNDED') GROUP BY player_id)
        SELECT ${week('j.day')} AS week, ${whole('count(*)')} AS players, ${whole('count(p.day)')} AS payers,
          ${percent} AS percent, ${quantile(daysBetween('j.day', 'p.day'), 5)} AS median_days
        FROM joined j LEFT JOIN paid p ON p.player_id = j.player_id GROUP BY week ORDER BY week DESC`
    },
  },
  {
    name: 'churn',
    description: 'players of a week who did not come back in the four weeks after it',
    chart: { kind: 'line', x: 'week', scale: 'time', y: ['players', 'gone'], series: null, panels: [] },
    // A player's last week has no next one.
    sql: ({ week, whole }) => `WITH weeks AS (SELECT DISTINCT player_id, ${week('day')} AS week FROM active_day),
        each_week AS (SELECT week, min(week) OVER (PARTITION BY player_id ORDER BY week ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_week
          FROM weeks),
        latest AS (SELECT max(week) AS last_week FROM weeks)
      SELECT w.week AS week, ${whole('count(*)')} AS players,
        ${whole('count(*) - count(CASE WHEN w.next_week > w.week AND w.next_week <= w.week + 28 THEN 1 END)')} AS gone
      FROM each_week w CROSS JOIN latest l WHERE w.week <= l.last_week - 28 GROUP BY w.week ORDER BY week DESC`,
  },
]
