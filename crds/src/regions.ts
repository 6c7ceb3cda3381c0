/** When and where the table below was taken from. */
export const regionsSource = {
  asOf: '2026-11-24',
  source: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html',
} as const

/**
 * AWS commercial regions and the names of their zones, in the order in which a platform takes them.
 *
 * Zone names are mapped to places per account, and a few accounts lack one of them; three names per region are enough
 * for a platform, and the first three never change their order, because each zone keeps its place in the address plan.
 * Left out: zones that EKS does not accept for its control plane (us-east-1e, ca-central-1c) and zones closed to new
 * accounts (ap-northeast-1b).
 */
export const zonesOfRegion = {
  'af-south-1': zones('af-south-1', 'abc'),
  'ap-east-1': zones('ap-east-1', 'abc'),
  'ap-east-2': zones('ap-east-2', 'abc'),
  'ap-northeast-1': zones('ap-northeast-1', 'acd'),
  'ap-northeast-2': zones('ap-northeast-2', 'abcd'),
  'ap-northeast-3': zones('ap-northeast-3', 'abc'),
  'ap-south-1': zones('ap-south-1', 'abc'),
  'ap-south-2': zones('ap-south-2', 'abc'),
  'ap-southeast-1': zones('ap-southeast-1', 'abc'),
  'ap-southeast-2': zones('ap-southeast-2', 'abc'),
  'ap-southeast-3': zones('ap-southeast-3', 'abc'),
  'ap-southeast-4': zones('ap-southeast-4', 'abc'),
  'ap-southeast-5': zones('ap-southeast-5', 'abc'),
  'ap-southeast-6': zones('ap-southeast-6', 'abc'),
  'ap-southeast-7': zones('ap-southeast-7', 'abc'),
  'ca-central-1': zones('ca-central-1', 'abd'),
  'ca-west-1': zones('ca-west-1', 'abc'),
  'eu-central-1': zones('eu-central-1', 'abc'),
  'eu-central-2': zones('eu-central-2', 'abc'),
  'eu-north-1': zones('eu-north-1', 'abc'),
  'eu-south-1': zones('eu-south-1', 'abc'),
  'eu-south-2': zones('eu-south-2', 'abc'),
  'eu-west-1': zones('eu-west-1', 'abc'),
  'eu-west-2': zones('eu-west-2', 'abc'),
  'eu-west-3': zones('eu-west-3', 'abc'),
  'il-central-1': zones('il-central-1', 'abc'),
  'me-central-1': zones('me-central-1', 'abc'),
  'me-south-1': zones('me-south-1', 'abc'),
  'mx-central-1': zones('mx-central-1', 'abc'),
  'sa-east-1': zones('sa-east-1', 'abc'),
  'us-east-1': zones('us-east-1', 'abcdf'),
  'us-east-2': zones('us-east-2', 'abc'),
  'us-west-1': zones('us-west-1', 'ac'),
  'us-west-2': zones('us-west-2', 'abcd'),
} as const satisfies Record<string, readonly string[]>

/** Name of an AWS region that a platform can be made in. */
export type Region = keyof typeof zonesOfRegion

/** Every region, sorted. */
export const regions = Object.keys(zonesOfRegion) as [Region, ...Region[]]

/** Regions in which an account sees two zones only, so that a platform cannot span three. */
export const twoZoneRegions: readonly Region[] = regions.filter((region) => zonesOfRegion[region].length < 3)

function zones(region: string, letters: string): readonly string[] {
  return [...letters].map((letter) => region + letter)
}
