/** Texts of signing in and up. */
export const session = {
  signIn: 'Sign in',
  signUp: 'Create an account',
  usernameOrEmail: 'Username or e-mail',
  username: 'Username',
  email: 'E-mail',
  password: 'Password',
  passwordHint: '8 characters or more',
  needAccount: 'New here?',
  haveAccount: 'Have an account?',
  asGuest: 'Play as a guest',
  demo: 'Demo players',
  demoHint: 'One click signs in. They exist in development only.',
  again: { title: 'Your session has ended', text: 'Sign in again to go on. Nothing that you have typed is lost.' },
  pitch: 'A live world, quests, provably fair banners: all of it one GraphQL API on your own machine.',
} as const
