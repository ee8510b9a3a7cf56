/** Texts of the start screen. */
export const home = {
  welcome: 'Welcome, {{name}}',
  wallet: 'Wallet',
  gold: 'Gold',
  diamonds: 'Diamonds',
  parts: '{{free}} free, {{paid}} bought',
  quests: 'Quests under way',
  noQuests: 'No quest is under way. Walk, fight or pull, and one begins by itself.',
  allQuests: 'All quests',
  news: 'News',
  noNews: 'Nothing new. The world is as you left it.',
  opened: 'New banner: {{name}}',
  closing: '{{name}} closes {{when}}',
  opening: '{{name}} opens {{when}}',
  newQuest: 'New quest: {{name}}',
  next: 'Next step',
  steps: {
    character: {
      title: 'Create a character',
      text: 'Six classes; yours walks the world a minute from now.',
      go: 'Create a character',
    },
    world: {
      title: 'Walk into the world',
      text: 'Click to walk, strike a monster, pick up what it leaves.',
      go: 'Enter the world',
    },
    pull: {
      title: 'Make your first pull',
      text: 'Your diamonds are enough for one, and you can verify the draw yourself.',
      go: 'To the banners',
    },
    claim: { title: 'A reward waits for you', text: 'You have completed a quest.', go: 'To the quests' },
  },
} as const
