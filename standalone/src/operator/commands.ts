/** A command of `waystone`, which is a program of its own: it reads `process.argv` when it is loaded. */
export interface OperatorCommand {
  /** One word, or two where several commands share the first. */
  readonly words: readonly [string, ...string[]]
  readonly group: 'System:' | 'Rights and keys:' | 'Content:' | 'Fairness:' | 'Development:'
  readonly description: string
  readonly load: () => Promise<unknown>
  /** The command whose help describes this one. */
  readonly isPartOf?: string
}

/** In the order of the help. Nothing is loaded before it is asked for: the help stays fast. */
export const commands: readonly OperatorCommand[] = [
  {
    words: ['status'],
    group: 'System:',
    description: 'processes, databases, migrations, waiting events and dead letters at a glance',
    load: () => import('./status.js'),
  },
  {
    words: ['logs'],
    group: 'System:',
    description: 'show the log lines of one request, trace or user, of all processes in order',
    load: () => import('./logs.js'),
  },
  {
    words: ['audit'],
    group: 'System:',
    description: 'check every invariant of the economy',
    load: () => import('@waystone/tools/audit'),
  },
  {
    words: ['events'],
    group: 'System:',
    description: 'list, replay and discard events that wait or have failed; make keys for events',
    load: () => import('../events.js'),
  },
  {
    words: ['quests', 'rebuild'],
    group: 'System:',
    description: 'make progress or the listed catalog anew from what is recorded',
    load: () => import('@waystone/quests/rebuild'),
  },
  {
    words: ['world', 'replay'],
    group: 'System:',
    description: 'compute a past stretch of a map again, and compare every state hash with the recorded one',
    load: () => import('@waystone/characters/replay'),
  },
  {
    words: ['backup', 'after-restore'],
    group: 'System:',
    description: 'bring restored databases in line with what they have forgotten, before the system serves again',
    load: () => import('./after-restore.js'),
    isPartOf: 'backup',
  },
  {
    words: ['backup'],
    group: 'System:',
    description: 'back up all databases, list and test the backups, restore to a moment',
    load: () => import('@waystone/tools/backup'),
  },
  {
    words: ['admin', 'log'],
    group: 'Rights and keys:',
    description: 'show what administrators and commands did, in all subgraphs',
    load: () => import('./admin-log.js'),
    isPartOf: 'admin',
  },
  {
    words: ['admin', 'export'],
    group: 'Rights and keys:',
    description: 'write all that is known of a user into a file, from all databases',
    load: () => import('./admin-export.js'),
    isPartOf: 'admin',
  },
  {
    words: ['admin'],
    group: 'Rights and keys:',
    description: 'grant and revoke the rights of administrators; show what they did',
    load: () => import('@waystone/users/admin'),
  },
  {
    words: ['keys'],
    group: 'Rights and keys:',
    description: 'rotate the keys of access tokens and the secret of calls between services',
    load: () => import('@waystone/users/keys'),
  },
  {
    words: ['publish'],
    group: 'Content:',
    description: 'publish a banner, a quest or a leaderboard from a file, after showing what changes',
    load: () => import('./publish.js'),
  },
  {
    words: ['odds'],
    group: 'Fairness:',
    description: 'compute the exact odds of a banner model',
    load: () => import('@waystone/gacha/model-odds'),
  },
  {
    words: ['simulate'],
    group: 'Fairness:',
    description: 'pull on a banner again and again, beside its exact odds',
    load: () => import('@waystone/gacha/simulate'),
  },
  {
    words: ['verify-pull'],
    group: 'Fairness:',
    description: 'recompute revealed pulls from their proofs',
    load: () => import('@waystone/gacha/verify-pull'),
  },
  {
    words: ['migrate'],
    group: 'Development:',
    description: 'apply, write and check the migrations of a subgraph',
    load: () => import('@waystone/tools/migrate'),
  },
  {
    words: ['compose'],
    group: 'Development:',
    description: 'compose the supergraph from the schemas of the subgraphs',
    load: () => import('@waystone/tools/compose'),
  },
]

/** The command that the arguments begin with, and the arguments that are its own; null where there is none. */
export function findCommand(
  args: readonly string[],
): { readonly command: OperatorCommand; readonly rest: readonly string[] } | null {
  const command = commands.find(({ words }) => words.every((word, place) => args[place] === word))
  return command === undefined ? null : { command, rest: args.slice(command.words.length) }
}
