import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { principals } from '@taskplatform/operator/access/admission/principals'
import type { User } from '../layout.ts'
import { parseManifests } from './manifests.ts'
import type { Manifest } from './resources.ts'

/** The shipped admission policies, for the users that operator and Crossplane are on this machine. */
export const readAdmissionPolicies = async (root: string): Promise<Manifest[]> => {
  const shipped = await readFile(join(root, 'operator/manifests/admission.yaml'), 'utf8')
  return parseManifests(
    Object.entries(localUsers).reduce((text, [who, user]) => text.replaceAll(principals[who as Local], user), shipped),
  )
}

type Local = keyof typeof localUsers

const localUsers = { operator: 'taskplatform-operator', crossplane: 'crossplane' } as const satisfies Partial<
  Record<keyof typeof principals, User>
>
