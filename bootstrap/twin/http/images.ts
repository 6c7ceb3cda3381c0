import { z } from 'zod'
import { repositoryOr } from '../kinds/ecr/repository.ts'
import type { Account } from '../service/account.ts'
import { isRefusal, type Refusal, refuse } from '../service/refusal.ts'
import type { World } from '../service/world.ts'
import type { Reply } from './reply.ts'

/** `POST /aws/images/REGION/REPOSITORY` `{"tag":"1.0"}`: what `docker push` does, judged as ECR does. */
export const answerImages = async (
  account: Account,
  method: string,
  [region = '', ...repository]: readonly string[],
  body: string,
): Promise<Reply> => {
  if (method !== 'POST' || repository.length === 0)
    return { status: 405, body: { error: 'POST /aws/images/REGION/REPOSITORY' } }
  const image = { repository: repository.join('/'), ...push.parse(JSON.parse(body)) }
  const refusal = judgePush(account.world(region), image)
  if (refusal) return { status: refusal.status ?? 400, body: { error: `${refusal.code}: ${refusal.message}` } }
  await account.makeOutside('Image', region, `${image.repository}:${image.tag}`, image)
  return { status: 201, body: {} }
}

const push = z.strictObject({ tag: z.string().min(1), digest: z.string().optional() })

const judgePush = (
  world: World,
  { repository, tag }: Readonly<{ repository: string; tag: string }>,
): Refusal | undefined => {
  const found = repositoryOr(world, repository)
  if (isRefusal(found)) return found
  const isTaken = world.get('Image', `${repository}:${tag}`) !== undefined
  return isTaken && String(found.attributes['imageTagMutability']).startsWith('IMMUTABLE')
    ? refuse(
        'ImageTagAlreadyExistsException',
        `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the tag is immutable.`,
      )
    : undefined
}
