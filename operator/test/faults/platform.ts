import { database } from '../../src/core/layers/database.ts'
import { isNotFound } from '../../src/kube/errors.ts'
import { taskPlatforms } from '../../src/management/resources.ts'
import { platformIn } from '../lifecycle/cluster.ts'
import type { World } from './row.ts'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const anHourAgo = new Date(Date.now() - 3_600_000)

/**
 * The smallest platform, of which nothing stays in AWS. Its Kubernetes can be upgraded by one minor version, and its maintenance
 * window is open for as long as a run takes.
 */
export const development = {
  profile: 'Development',
  region: 'ap-northeast-1',
  dataPolicy: 'Delete',
  cluster: { version: '1.35' },
  maintenance: {
    window: { day: days[anHourAgo.getUTCDay()], startUtc: `${anHourAgo.toISOString().slice(11, 13)}:00`, hours: 24 },
  },
}

/** What an edit that upgrades it changes. */
export const upgraded = { cluster: { version: '1.36' } }

/** The same with something changed that concerns one small layer only. */
export const keepingBackups = (backupRetentionDays: number) => ({ ...development, database: { backupRetentionDays } })

const fieldManager = 'test'

/** A platform called `tasks` in a namespace of its own. */
export function platformOf({ client, signal }: World, namespace: string) {
  const platform = platformIn(client, namespace, signal)
  const keptBackups = async (): Promise<number | undefined> => {
    const key = { namespace, name: 'tasks-database' }
    return (await client.get<{ spec: { backupRetentionDays?: number } }>(database.resource, key, { signal }))?.spec
      .backupRetentionDays
  }
  return {
    ...platform,
    /** Changes fields of the spec, if the platform is still there, and tells whether it was. */
    edit: async (spec: object): Promise<boolean> => {
      const edited = client.mergePatch(taskPlatforms, { namespace, name: 'tasks' }, { spec }, { fieldManager, signal })
      return edited.then(
        () => true,
        (error) => (isNotFound(error) ? false : Promise.reject(error)),
      )
    },
    /** Waits until the operator has passed an edit on, and gives the milliseconds that it took. */
    keepsBackups: async (wanted: number): Promise<number> => {
      const since = performance.now()
      await platform.wait(`backups to be kept for ${wanted} days`, async () => (await keptBackups()) === wanted)
      return Math.round(performance.now() - since)
    },
    /** Waits until any condition says so. */
    mentions: (message: RegExp) =>
      platform.wait(`a condition to say ${message}`, async () =>
        (await platform.get())?.status?.conditions?.some((condition) => message.test(condition.message)),
      ),
  }
}

/** A platform that stands, and that rows leave as they found it: whole, and Ready. */
export async function standing(world: World) {
  const platform = platformOf(world, 'steady')
  await platform.apply(development)
  await platform.ready()
  return platform
}
