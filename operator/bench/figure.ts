/** One measured value. `name` is stable, so that runs can be compared line by line. */
export type Figure = Readonly<{
  name: string
  value: number
  unit:
    | 'ms'
    | 's'
    | 'MiB'
    | 'requests'
    | 'writes'
    | 'percent'
    | 'resources'
    | 'openings'
    | 'platforms/s'
    | 'calls'
    | 'connections'
    | 'exits'
}>

/** The line that `make bench` prints: `name value unit`. */
export const lineOf = ({ name, value, unit }: Figure): string =>
  `${name} ${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`
