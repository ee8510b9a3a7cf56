/** The version of this build, which every package.json of the project has; a house rule keeps them equal. */
export const VERSION = '0.1.0'
