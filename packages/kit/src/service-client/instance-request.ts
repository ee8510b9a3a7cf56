export interface InstanceRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body?: string | Buffer | undefined
  /** Of the answer's body; without it there is no limit. */
  readonly responseMaxBytes?: number | undefined
}

export interface InstanceResponse {
  readonly status: number
  readonly body: Buffer
  /**
   * A header by its name in lower case; one that came several times is joined by commas. Nothing is decoded
   * before it is asked for.
   */
  header(name: string): string | undefined
}

/**
 * The failure of one attempt. `hurried`: the caller had so little time left that the instance is not to blame.
 * `isUnsent`: the instance cannot have received it, so that even a write may be retried.
 */
export class InstanceFailure extends Error {
  override readonly name = 'InstanceFailure'
  readonly reason: 'unreachable' | 'broken' | 'timeout' | 'hurried' | 'busy' | 'unavailable'
  constructor(reason: InstanceFailure['reason'], message: string) {
    super(message)
    this.reason = reason
  }

  get isUnsent(): boolean {
    return this.reason === 'unreachable' || this.reason === 'busy'
  }
}

/** The answer is larger than the caller reads. It says nothing about the instance, and asking again would not help. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}
