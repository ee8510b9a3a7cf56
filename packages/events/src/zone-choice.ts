/**
 * The time zone that a user has chosen, and the zone that limits go on counting by until the period in which
 * it was chosen has ended. A user can choose a zone at any moment; without this delay, each choice could end
 * a day, a week or a month before its time.
 */
export interface ZoneChoice {
  readonly chosen: string
  readonly former: string
  /** Null for the zone of the sign-up, which counts at once. */
  readonly chosenAt: Date | null
}

/** The first moment after the period of a zone that a moment lies in. */
export type EndOfPeriod = (moment: Date, timeZone: string) => Date

/** The zone that a limit counts by at a moment. */
export function zoneInForce({ chosen, former, chosenAt }: ZoneChoice, moment: Date, endOf: EndOfPeriod): string {
  if (chosenAt === null || chosen === former) return chosen
  return moment < endOf(chosenAt, former) ? former : chosen
}

/**
 * The choice after another one: the time zone in force at that moment stays so until its period ends, however
 * often the user chooses.
 */
export const chooseZone = (
  before: ZoneChoice,
  choice: { timeZone: string; at: Date },
  endOf: EndOfPeriod,
): ZoneChoice => ({
  chosen: choice.timeZone,
  former: zoneInForce(before, choice.at, endOf),
  chosenAt: choice.at,
})
