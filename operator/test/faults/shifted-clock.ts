// Loaded before a program (node --import FILE?ms=N): its wall clock is off by so many milliseconds. The monotonic clock is not.

const ms = Number(new URL(import.meta.url).searchParams.get('ms'))
const RealDate = Date
const now = () => RealDate.now() + ms

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
})
