/** What tells one TaskPlatform from every other, also from an earlier one of the same name: that is what the UID is for. */
export type PlatformId = Readonly<{ namespace: string; name: string; uid: string }>
