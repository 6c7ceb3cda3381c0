/** Connections of one pod. */
export type Pools = Readonly<{ max: number }>

/**
 * How many connections a pod may hold, so that all pods there may be, and one more for each four while a new version rolls out,
 * stay within what the database takes. Five are left to migrations, rotation and people.
 */
export function poolSize(connectionLimit: number, maxPods: number): Pools {
  const pods = maxPods + Math.ceil(maxPods / 4)
  return { max: Math.min(largest, Math.max(1, Math.floor((connectionLimit - reserved) / pods))) }
}

const reserved = 5

/** More do not make one process of Node.js any faster. */
const largest = 20
