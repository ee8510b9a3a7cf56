import type { CountsOfEvent } from '@waystone/kit/outbox'
import type { CommitCounter } from '@waystone/kit/postgres'

const completions = {
  name: 'waystone_quest_completions_total',
  help: 'Quests that players completed',
  labelNames: [],
  series: [{}],
} as const satisfies CommitCounter

const claims = {
  name: 'waystone_quest_rewards_granted_total',
  help: 'Completions whose rewards were granted, by a claim or by themselves',
  labelNames: [],
  series: [{}],
} as const satisfies CommitCounter

const puzzles = {
  name: 'waystone_puzzles_solved_total',
  help: 'Puzzles that players solved',
  labelNames: [],
  series: [{}],
} as const satisfies CommitCounter

export const counters: readonly CommitCounter[] = [completions, claims, puzzles]

export const countsOfEvent: CountsOfEvent = ({ type }) => {
  switch (type) {
    case 'quest.completed':
      return [{ counter: completions, labels: {} }]
    case 'quest.reward_granted':
      return [{ counter: claims, labels: {} }]
    case 'puzzle.solved':
      return [{ counter: puzzles, labels: {} }]
    default:
      return []
  }
}
