/** Picks the Russian word form for a number: `plural(2, ['день', 'дня', 'дней'])` is «дня»; a fraction takes `few`. */
export function plural(n: number, [one, few, many]: readonly [string, string, string]): string {
  if (!Number.isInteger(n)) return few
  const hundred = Math.abs(n) % 100
  const ten = hundred % 10
  if (hundred >= 11 && hundred <= 14) return many
  if (ten === 1) return one
  return ten >= 2 && ten <= 4 ? few : many
}
