/**
 * Last day of standard support of each Kubernetes version on EKS; afterwards a cluster costs six times as much, and a year
 * later AWS upgrades it by itself.
 */
export const standardSupportEnds: Readonly<Record<string, string>> = {
  '1.31': '2025-11-26',
  '1.32': '2026-03-23',
  '1.33': '2026-07-29',
  '1.34': '2026-12-02',
  '1.35': '2027-03-27',
  '1.36': '2027-08-02',
}

/** When and where the dates above come from. */
export const standardSupportProvenance = {
  asOf: '2026-08-22',
  source: 'https://endoflife.date/amazon-eks, which follows the release calendar of the EKS user guide',
}
