import type { Attributes } from '../../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'

/** Judges the storage of a PostgreSQL instance. Source: RDS user guide, storage types; sizes in GiB. */
export const storageFits = (args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => typeExists(args),
    () => sizeFits(args),
    () => speedFits(args),
    () => limitFits(args),
  )

const typeExists = ({ storageType }: Attributes): Refusal | undefined =>
  ['standard', 'gp2', 'gp3', 'io1', 'io2'].includes(String(storageType))
    ? undefined
    : refuse('InvalidParameterValue', `Invalid storage type: ${storageType}`)

const sizeFits = ({ allocatedStorage, storageType }: Attributes): Refusal | undefined => {
  const [min, max] = sizes[String(storageType)] ?? [20, 65_536]
  return Number(allocatedStorage) >= min && Number(allocatedStorage) <= max
    ? undefined
    : refuse(
        'InvalidParameterValue',
        `Invalid storage size for engine name postgres and storage type ${storageType}: ${allocatedStorage}`,
      )
}

const sizes: Readonly<Record<string, readonly [number, number]>> = {
  standard: [5, 3072],
  gp2: [20, 65_536],
  gp3: [20, 65_536],
  io1: [100, 65_536],
  io2: [100, 65_536],
}

/** gp3 lets nobody choose its speed below 400 GiB. */
const speedFits = ({ storageType, allocatedStorage, iops, storageThroughput }: Attributes): Refusal | undefined => {
  if (storageType !== 'gp3' || Number(allocatedStorage) >= 400) return undefined
  const isDefault = [undefined, 3000].includes(iops as number) && [undefined, 125].includes(storageThroughput as number)
  return isDefault
    ? undefined
    : refuse(
        'InvalidParameterCombination',
        `You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400.`,
      )
}

const limitFits = ({ allocatedStorage, maxAllocatedStorage }: Attributes): Refusal | undefined => {
  const limit = Number(maxAllocatedStorage ?? 0)
  return limit === 0 || limit > Number(allocatedStorage)
    ? undefined
    : refuse('InvalidParameterCombination', 'Max storage size must be greater than storage size')
}
