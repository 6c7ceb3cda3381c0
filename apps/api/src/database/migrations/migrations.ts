import type { Migration } from 'kysely/migration'
import * as usersAndTasks from './0001-users-and-tasks.ts'
import * as timesWithZone from './0002-times-with-zone.ts'
import * as versionsAndIndexes from './0003-versions-and-indexes.ts'
import * as roleOfTheApplication from './0004-role-of-the-application.ts'

/**
 * Every migration, in order. Each only adds, or changes in a way that the release before can live with, so that old and new pods
 * serve together; what is no longer used is taken away a release later. One that was released is never edited.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-users-and-tasks': usersAndTasks,
  '0002-times-with-zone': timesWithZone,
  '0003-versions-and-indexes': versionsAndIndexes,
  '0004-role-of-the-application': roleOfTheApplication,
}
