import { judgeGraph } from '@taskplatform/compositions/conformance/judge'
import type { Judge } from './compliance.ts'
import { renderPlatform } from './graph.ts'
import type { Layer } from './layers.ts'

/** A judge that renders all that a platform becomes and holds it to the rules of its profile, less its exceptions. */
export const judgePlatform =
  (layers: readonly Layer[]): Judge =>
  (platform, today) =>
    judgeGraph(renderPlatform(layers, platform), { exceptions: platform.spec.exceptions, today })
