import { listOf } from './metric.js'

export const businessMetrics = [
  ...listOf('users', [
    ['waystone_sign_ups_total', 'counter', '', 'accounts that were made'],
    ['waystone_sign_ins_total', 'counter', 'first', 'sign-ins, by whether they were the user’s first'],
    ['waystone_purchases_total', 'counter', 'status', 'purchases that reached a status'],
    ['waystone_currency_minted_total', 'counter', 'currency reason', 'what players got from the house'],
    ['waystone_currency_burned_total', 'counter', 'currency reason', 'what left players to the house'],
  ]),
  ...listOf('characters', [
    ['waystone_characters_created_total', 'counter', '', 'characters that were made'],
    ['waystone_world_tick_seconds', 'histogram', '', 'how long a tick of the world took; one is due every 0.04'],
    ['waystone_world_tick_lateness_seconds', 'histogram', '', 'how much later than it was due a tick began'],
    ['waystone_world_tick_overruns_total', 'counter', '', 'ticks that took longer than 40 ms'],
    ['waystone_world_ticks_skipped_total', 'counter', '', 'ticks that never were'],
    ['waystone_world_players', 'gauge', '', 'characters in the world, in this process'],
  ]),
  ...listOf('quests', [
    ['waystone_quest_completions_total', 'counter', '', 'quests that were completed'],
    ['waystone_quest_rewards_granted_total', 'counter', '', 'completions whose rewards were granted'],
    ['waystone_puzzles_solved_total', 'counter', '', 'puzzles that were solved'],
  ]),
  ...listOf('gacha', [
    ['waystone_pulls_total', 'counter', 'status', 'pulls that ended as `DRAWN`, `REFUSED` or `RELEASED`'],
    ['waystone_pulled_items_total', 'counter', 'rarity', 'items that were drawn'],
    ['waystone_pulls_unfinished', 'gauge', '', 'pulls that their request has not finished, which recovery will'],
    ['waystone_pulls_unfinished_oldest_seconds', 'gauge', '', 'age of the oldest of these; 0 when there is none'],
  ]),
]
