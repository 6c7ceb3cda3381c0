import { join } from 'node:path'

/** Where `make up` keeps the state of a checkout; ignored by git, removed by `make down`. */
export const stateDirOf = (root: string): string => join(root, '.local')
