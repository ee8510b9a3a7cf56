import type { QuestDraft, QuestsApp } from '@waystone/quests'
import duelsOfTheSeason from './content/leaderboards/duels-of-the-season.json' with { type: 'json' }
import heroLevel from './content/leaderboards/hero-level.json' with { type: 'json' }
import questsThisWeek from './content/leaderboards/quests-this-week.json' with { type: 'json' }
import dailyVisitor from './content/daily-visitor.json' with { type: 'json' }
import { earlier } from './content/earlier.js'
import firstSteps from './content/first-steps.json' with { type: 'json' }
import legendOfTheRoads from './content/legend-of-the-roads.json' with { type: 'json' }
import patronOfTheRealm from './content/patron-of-the-realm.json' with { type: 'json' }
import questKeeper from './content/quest-keeper.json' with { type: 'json' }
import risingHero from './content/rising-hero.json' with { type: 'json' }
import slimeHunter from './content/slime-hunter.json' with { type: 'json' }
import wardenOfTheWilds from './content/warden-of-the-wilds.json' with { type: 'json' }
import aWeekOfDevotion from './content/a-week-of-devotion.json' with { type: 'json' }
import weeklyRegular from './content/weekly-regular.json' with { type: 'json' }
import wishUponAStone from './content/wish-upon-a-stone.json' with { type: 'json' }

/**
 * In the order in which players see them; a prerequisite stands before what needs it. Ids never change:
 * progress names them.
 */
const quests = [
  dailyVisitor,
  firstSteps,
  risingHero,
  legendOfTheRoads,
  aWeekOfDevotion,
  weeklyRegular,
  wishUponAStone,
  patronOfTheRealm,
  questKeeper,
  slimeHunter,
  wardenOfTheWilds,
]

/** In the order in which players see them. */
const leaderboards = [heroLevel, questsThisWeek, duelsOfTheSeason]

/**
 * Seeds the quests and leaderboards that every Waystone starts with. A second run changes nothing, except that
 * an earlier text of the seed itself gets its next version.
 */
export async function seed(app: QuestsApp): Promise<void> {
  for (const { id, quest } of quests) {
    const { input, problems } = app.readQuestInput(quest)
    if (problems.length > 0) throw new Error(`The quest "${quest.name}": ${problems.join('; ')}`)
    const drafts = [input, ...(earlier[id] ?? [])]
    await app.services.installQuest({ id, input, replaces: drafts.map(withoutPictureAndTranslations) })
  }
  for (const { id, leaderboard } of leaderboards) await app.services.installLeaderboard({ id, input: leaderboard })
}

/** As the seed was before it had pictures and translations. */
const withoutPictureAndTranslations = (draft: QuestDraft): QuestDraft => ({ ...draft, art: null, translations: null })
