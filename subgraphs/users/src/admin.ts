import { commandActor, createCommand, printJson } from '@waystone/kit/command'
import { StartError } from '@waystone/kit/errors'
import { runMain } from '@waystone/kit/lifecycle'
import type { AdminRole } from '@waystone/kit/roles'
import { InvalidArgumentError, type Command } from 'commander'
import { createApp } from './app.js'
import { settingsOfCommand } from './command-settings.js'
import { readConfig } from './config.js'
import { namesOf, roleNamed, roleNames } from './domain/admin-role.js'
import type { Services } from './services/index.js'

const ROLE_ELSEWHERE = 'it says the role: give or take the role "admin", or "admin.read" and its like, there'
const FACTORS_ELSEWHERE = 'its sign-ins take place there'

interface Options {
  readonly data: string
}

runMain(async () => {
  const program = createCommand('waystone admin')
    .description('The administrators, and the log of what they do. The system may run.')
    .option('--data <dir>', 'data directory of the running system', '.data')
    .addHelpText(
      'after',
      `
A user is named by id, username or e-mail address, and has signed up before. Roles: read sees players' private data, logs and
audits; support bans, lifts bans and ends sessions; economy moves money; content publishes banners and quests. Every change is kept in the table admin_action.
"waystone admin export <user>" writes all that is known of a user into a file, from the databases of all subgraphs.
The database is that of the system that runs on the data directory, or DATABASE_URL or USERS_DATABASE_URL of the environment.
In a container: docker compose exec users waystone admin grant <user>`,
    )
  const withServices = (work: (services: Services) => Promise<void>) => async () => {
    const app = await createApp(
      readConfig(await settingsOfCommand(process.env, program.opts<Options>()), { signs: false }),
    )
    try {
      // It is not started: it relays and consumes nothing, only its services are used.
      await work(app.services)
    } finally {
      await app.close()
    }
  }
  const userCommand = (
    name: string,
    description: string,
    change: (services: Services, user: User, options: UserOptions) => Promise<void>,
    elsewhere = 'it is deleted here after it was deleted there',
  ): Command =>
    program
      .command(name)
      .description(description)
      .argument('<user>', 'id, username or e-mail address')
      .action((text: string, options: UserOptions) =>
        withServices(async services => {
          const user = await services.findAccount(text)
          if (user === null) throw new StartError('error: no user has this id, username or e-mail address')
          if (await services.isMadeElsewhere(user.id))
            throw new StartError(`error: another application makes this account: ${elsewhere}`)
          await change(services, user, options)
        })(),
      )
  userCommand('grant', 'give a user the rights of an administrator', grant, ROLE_ELSEWHERE).option(
    '--role <role>',
    `only a part of them, ${roleNames}; may be given several times`,
    addRole,
  )
  userCommand('revoke', 'take them, and end the user’s sessions', revoke, ROLE_ELSEWHERE).option(
    '--role <role>',
    'only this role; may be given several times',
    addRole,
  )
  userCommand(
    'reset-two-factor',
    'have a user who has lost the authenticator app and the backup codes sign in without, and end all sessions',
    resetTwoFactor,
    FACTORS_ELSEWHERE,
  )
  userCommand('delete', 'have an account deleted, as its user may; signing in cancels it until then', deleteAccount)
  userCommand('restore', 'cancel the deletion of an account that is not erased yet', restoreAccount)
  program
    .command('list')
    .description('list the administrators: roles, second factors, and which of their accounts are to be deleted')
    .option('--json', 'print one JSON value', false)
    .action(({ json }: { json: boolean }) => withServices(services => list(services, json))())
  program
    .command('log')
    .description('show the newest actions of administrators and commands, in all subgraphs')
    .option('--json', 'print one JSON value', false)
    .action(({ json }: { json: boolean }) => withServices(services => showLog(services, json))())
  await program.parseAsync()
})

type User = NonNullable<Awaited<ReturnType<Services['findAccount']>>>

interface UserOptions {
  readonly role?: readonly AdminRole[]
}

function addRole(text: string, before: readonly AdminRole[] | undefined): readonly AdminRole[] {
  const role = roleNamed(text)
  if (role === null) throw new InvalidArgumentError(`Expected one of ${roleNames}.`)
  return [...(before ?? []), role]
}

const rolesHeld = async (services: Services, userId: string) =>
  (await services.listAdministrators()).find(({ id }) => id === userId)?.roles ?? []

async function grant(services: Services, { id, username }: User, { role: roles }: UserOptions): Promise<void> {
  const isChanged = await services.grantAdministrator({ userId: id, actor: commandActor(), ...(roles && { roles }) })
  const held = namesOf(await rolesHeld(services, id))
  say(
    isChanged
      ? `${username} is an administrator (${held}) from the next sign-in or refresh on`
      : `${username} is an administrator already (${held})`,
  )
}

async function revoke(services: Services, { id, username }: User, { role: roles }: UserOptions): Promise<void> {
  const isChanged = await services.revokeAdministrator({ userId: id, actor: commandActor(), ...(roles && { roles }) })
  const held = await rolesHeld(services, id)
  if (held.length > 0)
    say(`${username} is still an administrator (${namesOf(held)})${isChanged ? ' and has been signed out' : ''}`)
  else
    say(
      isChanged
        ? `${username} is no administrator any more and has been signed out`
        : `${username} is no administrator`,
    )
  if ((await services.listAdministrators()).length === 0) say('There is no administrator now')
}

async function resetTwoFactor(services: Services, { id, username }: User): Promise<void> {
  const isChanged = await services.resetTwoFactor({ userId: id, actor: commandActor() })
  say(
    isChanged
      ? `${username} has been signed out, and signs in without a second factor until another one is set up`
      : `${username} has no second factor`,
  )
}

async function deleteAccount(services: Services, { id, username, standing }: User): Promise<void> {
  if (standing === 'DELETED') return say(`${username} is deleted already`)
  const { dueAt } = await services.requestDeletionFor({ userId: id, actor: commandActor() })
  say(`${username} has been signed out, and is erased from ${dueAt.toISOString()} on`)
}

async function restoreAccount(services: Services, { id, username, standing }: User): Promise<void> {
  if (standing === 'DELETED') throw new StartError(`error: ${username} is deleted already, which nothing takes back`)
  const isCanceled = await services.cancelDeletionFor({ userId: id, actor: commandActor() })
  say(isCanceled ? `${username} is not deleted, and may sign in` : `${username} was not to be deleted`)
}

async function list(services: Services, json: boolean): Promise<void> {
  const administrators = await services.listAdministrators()
  if (json)
    return printJson(
      administrators.map(({ id, username, email, roles, twoFactorEnabled, deletionDueAt }) => ({
        id,
        username,
        email,
        roles,
        twoFactorEnabled,
        deletionDueAt,
      })),
    )
  if (administrators.length === 0) return say('There is no administrator: "admin grant <user>" makes one')
  for (const { id, username, email, roles, twoFactorEnabled, deletionDueAt } of administrators) {
    const factors = twoFactorEnabled ? 'two factors' : 'one factor'
    const fate = deletionDueAt === null ? '' : `  is deleted on ${deletionDueAt.toISOString()}`
    say(`${id}  ${username}  ${email ?? ''}  ${namesOf(roles)}  ${factors}${fate}`)
  }
}

async function showLog(services: Services, json: boolean): Promise<void> {
  if (json) return printJson(await services.listAdminLog())
  for (const { at, actor: by, action, userId, username, data } of await services.listAdminLog()) {
    const subject = userId === null ? JSON.stringify(data) : `${username ?? ''} (${userId})`
    say(`${at.toISOString()}  ${action}  ${subject}  by ${by}`)
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
