import { lines, quantile, rate, type Dashboard } from '../dashboard.js'

export const game: Dashboard = {
  uid: 'waystone-game',
  title: 'Waystone: game and economy',
  rows: [
    {
      title: 'Players',
      panels: [
        lines(
          'Sign-ups and sign-ins an hour',
          'short',
          ['sum(increase(waystone_sign_ups_total[1h]))', 'sign-ups'],
          ['sum by (first) (increase(waystone_sign_ins_total[1h]))', 'sign-ins, first: {{first}}'],
        ),
        lines('Characters an hour', 'short', ['sum(increase(waystone_characters_created_total[1h]))', 'created']),
        lines(
          'Quests an hour',
          'short',
          ['sum(increase(waystone_quest_completions_total[1h]))', 'completed'],
          ['sum(increase(waystone_quest_rewards_granted_total[1h]))', 'rewarded'],
          ['sum(increase(waystone_puzzles_solved_total[1h]))', 'puzzles'],
        ),
        lines('Refusals', 'ops', [rate('waystone_refusals_total', 'mutation, refusal'), '{{mutation}}: {{refusal}}']),
      ],
    },
    {
      title: 'Money and luck',
      panels: [
        lines('Purchases an hour', 'short', ['sum by (status) (increase(waystone_purchases_total[1h]))', '{{status}}']),
        lines('Minted an hour', 'short', [
          'sum by (currency, reason) (increase(waystone_currency_minted_total[1h]))',
          '{{currency}} {{reason}}',
        ]),
        lines('Burned an hour', 'short', [
          'sum by (currency, reason) (increase(waystone_currency_burned_total[1h]))',
          '{{currency}} {{reason}}',
        ]),
        lines('Pulls an hour', 'short', ['sum by (status) (increase(waystone_pulls_total[1h]))', '{{status}}']),
        lines('Rarities drawn', 'percentunit', [
          'sum by (rarity) (rate(waystone_pulled_items_total[1h])) / ignoring (rarity) group_left sum(rate(waystone_pulled_items_total[1h]))',
          '{{rarity}}',
        ]),
        lines(
          'Unfinished pulls',
          'short',
          ['max(waystone_pulls_unfinished)', 'pulls'],
          ['max(waystone_pulls_unfinished_oldest_seconds)', 'age of the oldest in s'],
        ),
      ],
    },
    {
      title: 'World',
      panels: [
        lines('Characters in the world', 'short', ['sum by (instance) (waystone_world_players)', '{{instance}}']),
        lines(
          'Time of a tick',
          's',
          [quantile(0.5, 'waystone_world_tick_seconds'), 'p50'],
          [quantile(0.99, 'waystone_world_tick_seconds'), 'p99'],
        ),
        lines('Lateness of ticks', 's', [quantile(0.99, 'waystone_world_tick_lateness_seconds'), 'p99']),
        lines(
          'Ticks over 40 ms, ticks left out',
          'ops',
          ['sum by (instance) (rate(waystone_world_tick_overruns_total[$__rate_interval]))', '{{instance}} over'],
          ['sum by (instance) (rate(waystone_world_ticks_skipped_total[$__rate_interval]))', '{{instance}} left out'],
        ),
      ],
    },
  ],
}
