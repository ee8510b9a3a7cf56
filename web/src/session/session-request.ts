/** The gateway's answer for a session that its cookie holds. */
export interface RenewedSession {
  readonly accessToken: string
}

/**
 * One request to the gateway's `/session`, whose cookie no script can read.
 * @returns null where the browser has no session, or has it no more
 * @throws when the server cannot be reached, or fails
 */
export async function sessionRequest(
  method: 'POST' | 'PUT' | 'DELETE',
  path: '/session' | '/session/refresh' | '/session/guest',
  body?: object,
): Promise<RenewedSession | null> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}`)
  return response.status === 204 ? null : ((await response.json()) as RenewedSession)
}
