/**
 * The short forms of the suites, as CI runs them: it has half an hour on two cores, which may be half as fast
 * on another day. What is left out takes about ten seconds and more, since processes, servers or
 * browsers start, packages are installed, or many cases are tried.
 */
export const shortForms = {
  integration: {
    variable: 'TESTS',
    leavesOut: [
      'packages/kit/src/cache/redis-entity-cache.it.test.ts',
      'packages/kit/src/embedded-postgres/*.it.test.ts',
      'packages/kit/src/migrate/migrate.it.test.ts',
      'packages/kit/src/outbox/{ids-by-producer,in-process-event-bus,redis-cluster,redis-event-bus}.it.test.ts',
      'packages/kit/src/outbox/signed-events.it.test.ts',
      'packages/kit/src/postgres/replica.it.test.ts',
      'packages/live-client/src/packed.it.test.ts',
      'packages/warehouse/test/{clickhouse,rewind,warehouse}.it.test.ts',
      'standalone/test/{account-deletion,admin-actions,after-restore,audit-economy,business-metrics,chat}.it.test.ts',
      'standalone/test/{commands-in-production,data-directory,data-export,development,events}.it.test.ts',
      'standalone/test/{external-accounts,external-mapping,external-page,foreign-ids,forged-rewards}.it.test.ts',
      'standalone/test/{kill-to-reward,migrate-command,node,operator-console,operators-of-users}.it.test.ts',
      'standalone/test/{part-away,presence,publish,read-replica,reads,redis-users,request-path}.it.test.ts',
      'standalone/test/{reward-on-its-way,rotate-keys,screens,served-pages,start,status,time-zone}.it.test.ts',
      'standalone/test/{watching,ways-in,waystone,world,world-page,world-view,wrong-usage}.it.test.ts',
      'subgraphs/characters/test/{delete-and-restore,pets,world-devices,world-input,world-processes}.it.test.ts',
      'subgraphs/characters/test/{world-recording,world-replay,world-views}.it.test.ts',
      'subgraphs/gacha/test/{banner-changed,erased-users,fairness,forecast}.it.test.ts',
      'subgraphs/notifications/test/sending.it.test.ts',
      'subgraphs/quests/test/{catalog-histories,leaderboard-histories,live-instances,rebuild}.it.test.ts',
      'subgraphs/social/test/chat-live.it.test.ts',
      'subgraphs/users/test/{adjust-wallet,administrators,apple,console-access,console-lists,google}.it.test.ts',
      'subgraphs/users/test/{guest-upgrade-killed,ledger-explorer,lost-rights,mail-delivery,providers}.it.test.ts',
      'subgraphs/users/test/{security-news,steam,stripe-notices,verification-mails}.it.test.ts',
    ],
  },
  /** These run against the sources of the gateway alone, and not once more against its bundle. */
  built: {
    variable: 'TESTS',
    leavesOut: [
      'gateway/test/built/workers.it.test.ts',
      'gateway/test/{entity-cache,failing-subgraphs}.it.test.ts',
      'gateway/test/differential/*.it.test.ts',
    ],
  },
  e2e: {
    variable: 'E2E',
    leavesOut: ['tests/e2e/{contention,demo,engines,explorer,live-resume,live-storm,processes}.e2e.test.ts'],
  },
  pages: {
    variable: 'E2E',
    leavesOut: [
      'tests/e2e/{web-banner-editor,web-console,web-contests,web-economy,web-newcomer,web-world}.e2e.test.ts',
    ],
  },
  chaos: {
    variable: 'CHAOS',
    leavesOut: ['tests/chaos/{mail,presence,prizes,world-handover}.chaos.test.ts'],
  },
} as const

/** True if this run is a short one. */
export const isShort = (variable: 'TESTS' | 'E2E' | 'CHAOS'): boolean => process.env[variable] === 'short'

/** The files that these suites leave out in this run: none where it is not in its short form. */
export function leftOut(suites: keyof typeof shortForms): readonly string[] {
  const { variable, leavesOut } = shortForms[suites]
  return isShort(variable) ? leavesOut : []
}
