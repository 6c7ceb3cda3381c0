import { createHash } from 'node:crypto'
import type { Layer } from '../../layer.ts'

/**
 * Name of the snapshot that is taken at the end. It carries the UID of the composite, where there is one: a second object of the
 * same name must not find its last snapshot made already. RDS and ElastiCache take lower-case letters, digits and single hyphens.
 */
export const finalSnapshotName = ({
  layer,
  spec,
  identifier,
}: Readonly<{ layer: Layer; spec: Readonly<{ finalSnapshotIdentifier?: string | undefined }>; identifier: string }>) =>
  spec.finalSnapshotIdentifier ?? [identifier, 'final', ...(layer.uid ? [shortened(layer.uid)] : [])].join('-')

const shortened = (uid: string): string => createHash('sha256').update(uid).digest('hex').slice(0, 8)
