import { graphql } from '../../../generated/gql.js'

/** All that the screen shows, in one operation. */
export const FRIENDS = graphql(`
  query Friends($after: String) {
    me {
      id
      presence {
        status
        hidden
      }
      friends(first: 24, after: $after) {
        edges {
          cursor
          since
          node {
            id
            ...Acquaintance
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
      friendRequests {
        id
        sentAt
        from {
          id
          username
          displayName
        }
        to {
          id
          username
          displayName
        }
      }
      blockedUsers {
        id
        username
        displayName
      }
      party {
        ...PartyShown
      }
      partyInvitations {
        ...PartyInvitationShown
      }
      characters {
        id
        name
      }
    }
  }
  fragment Acquaintance on User {
    id
    username
    displayName
    presence {
      status
      lastSeenAt
    }
  }
  fragment PartyShown on Party {
    id
    leader {
      id
    }
    members {
      joinedAt
      user {
        id
        username
        displayName
        presence {
          status
          lastSeenAt
        }
      }
      character {
        id
        name
      }
    }
    invitations {
      id
      expiresAt
      to {
        id
        displayName
      }
    }
  }
  fragment PartyInvitationShown on PartyInvitation {
    id
    expiresAt
    party {
      id
      leader {
        id
        displayName
      }
    }
  }
`)
