import type { Route } from '@taskplatform/app-contract/routes'

/** The path of a route as the router writes parameters: `/tasks/:id`. */
export const routePath = ({ path }: Pick<Route, 'path'>): string => path.replace(/\{(\w+)\}/g, ':$1')
