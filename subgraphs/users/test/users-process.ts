import { createServiceProcess, type ServiceProcess } from '@waystone/kit/testing'
import type { Answer } from './users-app.js'

/** The users service as a process of its own, to be killed. */
export interface UsersProcess extends ServiceProcess {
  /** @throws Error where the process ends before it has answered. */
  ask(query: string, variables: Record<string, unknown>, accessToken?: string): Promise<Answer['data']>
}

const main = new URL('../src/main.ts', import.meta.url)

export function createUsersProcess({ port, env }: { port: number; env: Record<string, string> }): UsersProcess {
  const service = createServiceProcess({ name: 'users', main, port, env: { LOG_LEVEL: 'error', ...env } })
  return {
    ...service,
    ask: async (query, variables, accessToken) => {
      const response = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
        },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = (await response.json()) as { data?: Answer['data']; errors?: unknown }
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      return data ?? null
    },
  }
}
