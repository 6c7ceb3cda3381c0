import { type Ask, about } from './ask.ts'
import type { CallOptions, Listed, ListQuery } from './client-types.ts'
import { isExpired } from './errors.ts'
import { queryString } from './query.ts'
import { apiVersionOf, pathOf, type Resource } from './resource.ts'

/**
 * Reads a collection page by page at one resource version. If the continuation expires on the way (410, after about five minutes),
 * reads it once more in one piece, as client-go's pager does.
 */
export const listAll = async <T>(
  ask: Ask,
  resource: Resource,
  query: ListQuery,
  options: CallOptions,
): Promise<Listed<T>> => {
  const items: T[] = []
  for (let next: string | undefined; ; ) {
    const page: Page<T> | 'expired' = await readPage<T>(ask, resource, query, next, options)
    if (page === 'expired') return listInOnePiece(ask, resource, query, options)
    items.push(...page.items.map((item) => named(resource, item)))
    next = page.metadata.continue
    if (!next) return { items, resourceVersion: page.metadata.resourceVersion }
  }
}

const pageSize = 500

type Page<T> = Readonly<{ items: T[]; metadata: { resourceVersion: string; continue?: string } }>

const readPage = async <T>(
  ask: Ask,
  resource: Resource,
  query: ListQuery,
  next: string | undefined,
  options: CallOptions,
): Promise<Page<T> | 'expired'> => {
  try {
    return await askForList<T>(ask, resource, query, { limit: query.limit ?? pageSize, continue: next }, options)
  } catch (error) {
    if (next && isExpired(error)) return 'expired'
    throw error
  }
}

const listInOnePiece = async <T>(
  ask: Ask,
  resource: Resource,
  query: ListQuery,
  options: CallOptions,
): Promise<Listed<T>> => {
  const { items, metadata } = await askForList<T>(ask, resource, query, {}, options)
  return { items: items.map((item) => named(resource, item)), resourceVersion: metadata.resourceVersion }
}

const askForList = <T>(
  ask: Ask,
  resource: Resource,
  { namespace, labelSelector, fieldSelector }: ListQuery,
  paging: { limit?: number; continue?: string | undefined },
  options: CallOptions,
): Promise<Page<T>> =>
  ask<Page<T>>(
    {
      ...about('list', resource, { namespace }),
      method: 'GET',
      path: pathOf(resource, { namespace }) + queryString({ labelSelector, fieldSelector, ...paging }),
      repeatable: true,
    },
    options,
  )

const named = <T>(resource: Resource, item: T): T => ({
  apiVersion: apiVersionOf(resource),
  kind: resource.kind,
  ...item,
})
