import { createHash } from 'node:crypto'
import type { Schema } from '@apollo/federation-internals'

/** For how many percent of the requests a label of a progressive @override is on. */
export type OverrideShares = Readonly<Record<string, number>>

/** The labels of a supergraph's progressive @override, decided for each request. */
export interface OverrideLabels {
  /** Labels that are neither a percentage nor set: the fields stay where they were. */
  readonly unset: readonly string[]
  /**
   * The labels that are on. A user gets the same answer for as long as the shares stay, also from another
   * gateway; for an anonymous request the labels are drawn anew.
   */
  activeFor(userId: string | undefined): ReadonlySet<string>
  /** The labels that are on for most requests. */
  readonly forMost: ReadonlySet<string>
}

const PERCENTAGE = /^percent\((\d+(?:\.\d+)?)\)$/
const NONE: ReadonlySet<string> = new Set()

/**
 * @param shares for labels of one's own: `percent(n)` says its share itself.
 * @param random between 0 and 1.
 */
export function readOverrideLabels(supergraph: Schema, shares: OverrideShares, random = Math.random): OverrideLabels {
  const labels = labelsOf(supergraph)
  const shareOf = (label: string): number | undefined => {
    const percent = PERCENTAGE.exec(label)?.[1]
    return percent === undefined ? shares[label] : Number(percent)
  }
  // All labels share one draw: a request that has one of them has all of a larger share, so there are few
  // different plans.
  const activeAt = (place: number): ReadonlySet<string> =>
    new Set(labels.filter(label => place < (shareOf(label) ?? 0)))
  return {
    unset: labels.filter(label => shareOf(label) === undefined),
    activeFor: userId =>
      labels.length === 0 ? NONE : activeAt(userId === undefined ? random() * 100 : placeOf(userId)),
    forMost: activeAt(50),
  }
}

function labelsOf(supergraph: Schema): string[] {
  const labels = new Set<string>()
  for (const application of supergraph.directive('join__field')?.applications() ?? []) {
    const { overrideLabel }: { overrideLabel?: unknown } = application.arguments()
    if (typeof overrideLabel === 'string') labels.add(overrideLabel)
  }
  return [...labels].toSorted()
}

/** Where a user stands among all, from 0 to 100. */
const placeOf = (userId: string): number =>
  (createHash('sha256').update(userId).digest().readUInt32BE(0) / 2 ** 32) * 100
