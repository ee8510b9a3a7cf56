import type { QuestDraft } from '@waystone/quests'

/**
 * Earlier texts of quests that say something else by now, by id. Where one still stands, the quest gets its
 * next version.
 */
export const earlier: Readonly<Record<string, readonly QuestDraft[]>> = {
  // "Wish upon a stone" when a ten-pull counted as one.
  'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c406': [
    {
      name: 'Wish upon a stone',
      description: 'Ten times you asked the stone, ten times it answered. Pull from any banner on ten occasions.',
      objectives: [{ description: 'Pull from a banner', eventType: 'pull.drawn', target: 10, streak: false }],
      rewards: [{ itemId: 'c7896366-be2b-479d-ae7c-ea46507289ae', quantity: 1 }],
      duplicationLimit: null,
      autoClaim: false,
      reset: 'NEVER',
      prerequisiteIds: [],
    },
  ],
}
