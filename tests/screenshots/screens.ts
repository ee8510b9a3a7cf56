import type { Page } from 'playwright-core'
import type { Story } from './story.js'

/** A screen that has a picture: in the name of its file, at its address. */
export interface Screen {
  readonly name: string
  readonly path: string
  readonly account: 'nobody' | 'player' | 'operator'
  /** Drawn at the width of a phone, too. */
  readonly onPhones?: boolean
  /** A place of the page that is there once the screen shows what it has. */
  readonly ready?: string
  /** Makes the state of the picture that does not last, such as a duel. */
  readonly before?: () => Promise<void>
  /** Acts on the page, such as by the choice of a tab. */
  readonly use?: (page: Page) => Promise<void>
  /** Ends the state that `before` has made. */
  readonly after?: () => Promise<void>
}

const tab = (name: string) => async (page: Page) => await page.getByRole('tab', { name, exact: true }).click()

export const screensOf = (story: Story): readonly Screen[] => [
  { name: 'entry', path: '/', account: 'nobody' },
  { name: 'home', path: '/', account: 'player', onPhones: true },
  { name: 'world', path: '/world', account: 'player', onPhones: true, ready: '[role=application] canvas' },
  { name: 'quests', path: '/quests', account: 'player' },
  { name: 'characters', path: '/characters', account: 'player' },
  { name: 'new-character', path: '/characters/new', account: 'player' },
  { name: 'banners', path: '/banners', account: 'player', onPhones: true },
  { name: 'banner', path: `/banners/${story.bannerId}`, account: 'player' },
  { name: 'pulls', path: '/pulls', account: 'player' },
  { name: 'fairness', path: '/fairness', account: 'player' },
  { name: 'inventory', path: '/inventory', account: 'player' },
  { name: 'shop', path: '/shop', account: 'player' },
  { name: 'ledger', path: '/ledger', account: 'player' },
  { name: 'leaderboards', path: '/leaderboards', account: 'player', use: tab(story.boardName) },
  { name: 'friends', path: '/friends', account: 'player', onPhones: true, before: story.inviteToParty },
  { name: 'guild', path: '/guild', account: 'player', onPhones: true, ready: '#guild-log' },
  { name: 'chat', path: '/chat', account: 'player' },
  {
    name: 'channel',
    path: `/chat/${story.worldChannelId}`,
    account: 'player',
    onPhones: true,
    ready: '[role=log] li',
  },
  { name: 'notifications', path: '/notifications', account: 'player' },
  {
    name: 'mail',
    path: '/mail',
    account: 'player',
    use: async page => await page.getByRole('button', { name: 'Read', exact: true }).first().click(),
  },
  { name: 'puzzles', path: '/puzzles', account: 'player' },
  {
    name: 'puzzle',
    path: `/puzzles/${story.puzzleId}`,
    account: 'player',
    use: async page => {
      for (const lamp of [1, 5]) await page.getByRole('button', { name: /^Lamp/ }).nth(lamp).click()
    },
  },
  {
    name: 'duel',
    path: '/duel',
    account: 'player',
    ready: 'h3',
    before: story.beginDuel,
    after: story.endDuel,
  },
  { name: 'history', path: '/history', account: 'player' },
  { name: 'account', path: '/account', account: 'player' },
  { name: 'console-overview', path: '/console', account: 'operator' },
  { name: 'console-players', path: '/console/players', account: 'operator' },
  { name: 'console-economy', path: '/console/economy', account: 'operator' },
  { name: 'console-events', path: '/console/events', account: 'operator' },
  { name: 'console-content', path: '/console/content', account: 'operator' },
  { name: 'console-boards', path: '/console/content', account: 'operator', use: tab('Leaderboards') },
  { name: 'console-puzzles', path: '/console/content', account: 'operator', use: tab('Puzzles') },
  { name: 'console-guilds', path: '/console/guilds', account: 'operator' },
  { name: 'console-guild', path: `/console/guilds/${story.guildId}`, account: 'operator' },
  { name: 'console-mail', path: '/console/mail', account: 'operator' },
  { name: 'console-notifications', path: '/console/mail', account: 'operator', use: tab('Notification log') },
  { name: 'console-moderation', path: '/console/moderation', account: 'operator' },
  { name: 'console-world', path: '/console/world', account: 'operator' },
]
