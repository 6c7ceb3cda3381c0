import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from '../build/build.ts'
import { findControlPlane } from '../build/control-plane.ts'
import type { LocalConfig } from '../config.ts'
import { layoutOf } from '../layout.ts'
import { withLock } from '../process/lock.ts'
import { runSteps } from '../progress.ts'
import { ensureStack } from './ensure-stack.ts'
import { applyExample } from './example.ts'
import { followPlatform } from './follow-platform.ts'
import { linkKubectl, printTour } from './tour.ts'

/**
 * From a checkout to a TaskPlatform that is Ready: builds what is missing, starts what does not run, applies the example, shows
 * how it becomes ready, and tells how to look around. Done again, it makes nothing twice.
 */
export const up = async (config: LocalConfig, signal: AbortSignal): Promise<void> => {
  await build(config, signal)
  const layout = layoutOf(config.stateDir)
  await mkdir(layout.stateDir, { recursive: true, mode: 0o700 })
  const onWait = (holder: number) => console.log(`Waiting for process ${holder}, another make up of this checkout`)
  await withLock(
    join(layout.stateDir, 'up.lock'),
    async () => {
      const controlPlane = await findControlPlane(config.root, config.cache)
      const settings = await ensureStack(layout, config, controlPlane, signal)
      await linkKubectl(layout, controlPlane)
      const example = await applyExample(layout, config, signal)
      await runSteps([followPlatform(layout, example, settings.timeScale, signal)], config.plain)
      await printTour(layout, config, controlPlane, example)
    },
    { onWait, signal },
  )
}
