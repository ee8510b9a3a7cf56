/** A stretch cannot be computed again; the message is one plain sentence, or two. */
export class ReplayRefused extends Error {
  override readonly name = 'ReplayRefused'
}
