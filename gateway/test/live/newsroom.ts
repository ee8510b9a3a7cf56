import { createFeed } from './feed.js'
import { refuse, startLiveSubgraph, userOf, type LiveSubgraph, type SubgraphContext } from './live-subgraph.js'

export interface Story {
  readonly id: string
  readonly title: string
  readonly authorId: string
  /** Only of letters. */
  readonly to?: string
}

interface Entity {
  readonly __typename: string
  readonly id: string
}

/** Two subgraphs: news owns the events, people knows the rest. */
export interface Newsroom {
  readonly news: LiveSubgraph
  readonly people: LiveSubgraph
  readonly stories: ReturnType<typeof createFeed<Story>>
  readonly letters: ReturnType<typeof createFeed<Story>>
  /** Entities that people was asked for, one for each. */
  readonly resolved: Entity[]
  publish(id: string, more?: Partial<Story>): void
  close(): Promise<void>
}

const newsTypes = `
  type Query { stories: [Story!]! me: String }
  type Mutation { write(title: String!): Story! }
  type Subscription {
    storyPublished(topic: String, filter: Filter): Story!
    storiesSince(after: ID, topic: String): Story
    letters(after: ID): Letter! @authenticated
    pieces: Piece
    failing: Story
    whoAmI: Viewed
    batches: [Story!]!
    refused: String
  }
  input Filter { topic: String = "all" tags: [String!] }
  interface Piece { id: ID! }
  type Story implements Piece @key(fields: "id") { id: ID! title: String! author: Author! wrong: String! note: String }
  type Letter implements Piece @key(fields: "id") { id: ID! text: String! to: Author! }
  type Viewed { name: String story: Story }
  type Author @key(fields: "id") { id: ID! }`

const peopleTypes = `
  type Author @key(fields: "id") {
    id: ID!
    name: String!
    mood: String
    rank: Int!
    viewer: String
    secret: String @authenticated
    wages: Int @requiresScopes(scopes: [["payroll"]])
  }
  type Story @key(fields: "id") { id: ID! likes: Int! body: String }`

/** @param known another newsroom, with the same events. */
export async function startNewsroom(known?: Newsroom): Promise<Newsroom> {
  const stories = known?.stories ?? createFeed<Story>()
  const letters = known?.letters ?? createFeed<Story>()
  const resolved: Entity[] = []
  const authorOf = ({ authorId }: Story) => ({ __typename: 'Author', id: authorId })
  const after = (id: string | undefined) => (events: readonly Story[]) =>
    id === undefined || id === null ? [] : events.slice(events.findIndex(event => event.id === id) + 1)

  const news = await startLiveSubgraph({
    name: 'news',
    typeDefs: newsTypes,
    resolvers: {
      Query: {
        stories: () => stories.events,
        me: (_: unknown, __: unknown, context: SubgraphContext) => userOf(context),
      },
      Mutation: { write: (_: unknown, { title }: { title: string }) => ({ id: title, title, authorId: 'ann' }) },
      Subscription: {
        storyPublished: { subscribe: () => stories.listen(), resolve: (story: Story) => story },
        storiesSince: {
          subscribe: (_: unknown, { after: id }: { after?: string }) => stories.listen(after(id)),
          resolve: (story: Story) => story,
        },
        letters: {
          subscribe: (_: unknown, { after: id }: { after?: string }, context: SubgraphContext) => {
            const user = userOf(context) ?? refuse('Who are you?', 'UNAUTHENTICATED')
            const mine = (events: readonly Story[]) => events.filter(({ to }) => to === user)
            const all = letters.listen(events => mine(after(id)(events)))
            return keepOnly(all, ({ to }) => to === user)
          },
          resolve: (story: Story) => story,
        },
        pieces: { subscribe: () => stories.listen(), resolve: (story: Story) => story },
        failing: {
          subscribe: () => stories.listen(),
          resolve: () => refuse('The source is upset', 'UPSET'),
        },
        whoAmI: {
          subscribe: () => stories.listen(),
          resolve: (story: Story, _: unknown, context: SubgraphContext) => ({
            name: userOf(context) ?? 'nobody',
            story,
          }),
        },
        refused: { subscribe: () => refuse('Not today', 'CLOSED') },
        batches: { subscribe: () => stories.listen(), resolve: (story: Story) => [story, story] },
      },
      Piece: { __resolveType: ({ to }: Story) => (to === undefined ? 'Story' : 'Letter') },
      Story: {
        author: authorOf,
        wrong: () => null,
        note: () => refuse('No note', 'NO_NOTE'),
        __resolveReference: ({ id }: Entity) => stories.events.find(story => story.id === id),
      },
      Letter: { text: ({ title }: Story) => title, to: ({ to }: Story) => ({ __typename: 'Author', id: to }) },
    },
  })

  const people = await startLiveSubgraph({
    name: 'people',
    typeDefs: peopleTypes,
    resolvers: {
      Author: {
        __resolveReference: (entity: Entity) => (resolved.push(entity), entity),
        name: ({ id }: Entity) => id.toUpperCase(),
        mood: ({ id }: Entity) => (id === 'grump' ? refuse('Do not ask', 'MOODY') : 'fine'),
        rank: ({ id }: Entity) => (id === 'unranked' ? null : 7),
        viewer: (_: unknown, __: unknown, context: SubgraphContext) => userOf(context),
        secret: (_: unknown, __: unknown, context: SubgraphContext) => `for ${userOf(context)} only`,
        wages: () => 1_000,
      },
      Story: {
        __resolveReference: (entity: Entity) => (resolved.push(entity), entity),
        likes: () => 3,
        body: () => 'x'.repeat(14_000),
      },
    },
  })

  return {
    news,
    people,
    stories,
    letters,
    resolved,
    publish: (id, more = {}) => stories.publish({ id, title: `title of ${id}`, authorId: 'ann', ...more }),
    close: async () => {
      await news.close()
      await people.close()
    },
  }
}

function keepOnly<Event>(
  events: AsyncIterableIterator<Event>,
  keep: (event: Event) => boolean,
): AsyncIterableIterator<Event> {
  const kept: AsyncIterableIterator<Event> = {
    next: async () => {
      for (;;) {
        const result = await events.next()
        if (result.done === true || keep(result.value)) return result
      }
    },
    return: async () => (await events.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]: () => kept,
  }
  return kept
}
