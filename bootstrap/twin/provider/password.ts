import { randomInt } from 'node:crypto'

/** A password made up: 27 letters and digits. Source: crossplane-runtime pkg/password. `pick` gives a number below its argument. */
export const newPassword = (pick: (below: number) => number = (below) => randomInt(below)): string =>
  Array.from({ length: 27 }, () => letters[pick(letters.length)]).join('')

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
