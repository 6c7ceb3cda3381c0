import { registry } from '../../src/core/layers/registry.ts'
import { platformIn } from '../lifecycle/cluster.ts'
import type { World } from './row.ts'

/** The smallest platform, of which nothing stays in AWS. */
export const development = { profile: 'Development', region: 'ap-northeast-1', dataPolicy: 'Delete' }

/** The same with something changed that concerns one small layer only. */
export const keepingImages = (keepImages: number) => ({ ...development, registry: { keepImages } })

/** A platform called `tasks` in a namespace of its own. */
export function platformOf({ client, signal }: World, namespace: string) {
  const platform = platformIn(client, namespace, signal)
  const keptImages = async (): Promise<number | undefined> => {
    const key = { namespace, name: 'tasks-registry' }
    return (await client.get<{ spec: { keepImages?: number } }>(registry.resource, key, { signal }))?.spec.keepImages
  }
  return {
    ...platform,
    /** Waits until the operator has passed an edit on, and gives the milliseconds that it took. */
    keepsImages: async (wanted: number): Promise<number> => {
      const since = performance.now()
      await platform.wait(`${wanted} images to be kept`, async () => (await keptImages()) === wanted)
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
  const platform = platformOf(world, 'undisturbed')
  await platform.apply(development)
  await platform.ready()
  return platform
}
