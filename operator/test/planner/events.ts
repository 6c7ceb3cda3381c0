import fc from 'fast-check'
import { type LayerName, layerNames } from '../../src/core/layer-names.ts'
import type { Stage } from './reporting.ts'

/** Something that happens to a platform, or a turn of the operator. */
export type Event =
  /** A turn. It sees what is there now, or still what it saw last time; it ends after so many steps, or with a status. */
  | Readonly<{ do: 'reconcile'; isLate: boolean; crashAfter: number | undefined }>
  /** A composition gets on, or something in AWS fails, or cannot be read for a moment. */
  | Readonly<{ do: 'compose'; layer: LayerName; stage: Stage }>
  /** What is on its way out of AWS is gone: of a composite that is deleted, or that lets go. */
  | Readonly<{ do: 'collect'; layer: LayerName }>
  /** Somebody changes a composite by hand, or deletes it. */
  | Readonly<{ do: 'meddle' | 'tearDown'; layer: LayerName }>
  /** The user writes another spec: one of those that may follow. */
  | Readonly<{ do: 'edit'; choice: number }>
  /** The API server of the EKS cluster goes out of sight, and comes back. */
  | Readonly<{ do: 'hide' | 'show' }>
  | Readonly<{ do: 'pause' | 'resume' | 'delete' | 'unprotect' | 'loseStatus' }>
  | Readonly<{ do: 'pass'; hours: number }>

/** Orders of events, about as long as the way from nothing to a platform. Most of it is progress, as in life. */
export const orders = (): fc.Arbitrary<readonly Event[]> => fc.array(event, { minLength: 4, maxLength: 16 })

const layer = fc.constantFrom(...layerNames)

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('reconcile' as const),
      isLate: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
      crashAfter: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined, freq: 3 }),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('compose' as const),
      layer,
      stage: fc.constantFrom<Stage>('ready', 'ready', 'ready', 'reporting', 'failed', 'mute', 'composing'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('collect' as const), layer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('meddle' as const, 'tearDown' as const), layer }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), choice: fc.nat({ max: 99 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'pause' as const,
        'resume' as const,
        'delete' as const,
        'unprotect' as const,
        'loseStatus' as const,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hide' as const, 'hide' as const, 'show' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(1, 48, 200) }) },
)
