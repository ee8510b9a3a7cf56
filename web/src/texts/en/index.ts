import { account } from './account.js'
import { banners } from './banners.js'
import { characters } from './characters.js'
import { chat } from './chat.js'
import { duel } from './duel.js'
import { fairness } from './fairness.js'
import { friends } from './friends.js'
import { frame } from './frame.js'
import { guild } from './guild.js'
import { history } from './history.js'
import { home } from './home.js'
import { inventory } from './inventory.js'
import { jurisdiction } from './jurisdiction.js'
import { mail } from './mail.js'
import { notifications } from './notifications.js'
import { leaderboards } from './leaderboards.js'
import { pulls } from './pulls.js'
import { puzzles } from './puzzles.js'
import { quests } from './quests.js'
import { refusalDetails, refusals } from './refusals.js'
import { session } from './session.js'
import { shop } from './shop.js'
import { twoFactor } from './two-factor.js'
import { world } from './world.js'

/** The catalogue of every page, and the console has more: another language is another folder of the same shape. */
export const en = {
  ...frame,
  session,
  twoFactor,
  refusals,
  refusalDetails,
  home,
  quests,
  leaderboards,
  puzzles,
  duel,
  history,
  account,
  jurisdiction,
  characters,
  world,
  friends,
  banners,
  chat,
  guild,
  inventory,
  pulls,
  fairness,
  shop,
  notifications,
  mail,
} as const
