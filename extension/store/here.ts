/**
 * Where a person switched the extension on or off with «Включить здесь»: kept on this computer only, never sent
 * (PRACTICE P15).
 */
import { type Desk, getMeta, putMeta, type SwitchedPlace } from './desk.ts'

export type { SwitchedPlace }

export async function switchedPlaces(desk: Desk): Promise<SwitchedPlace[]> {
  return (await getMeta(desk, 'places')) ?? []
}

/** A private place is off unless it is on: what was switched off is forgotten, with the name of whom it was with. */
export async function switchPlace(desk: Desk, place: SwitchedPlace): Promise<void> {
  await desk.transaction('rw', desk.meta, async () => {
    const others = (await switchedPlaces(desk)).filter(({ key }) => key !== place.key)
    await putMeta(desk, 'places', place.isPrivate && !place.isOn ? others : [...others, place])
  })
}

export async function forgetPlace(desk: Desk, key: string): Promise<void> {
  await desk.transaction('rw', desk.meta, async () => {
    const places = await switchedPlaces(desk)
    await putMeta(
      desk,
      'places',
      places.filter(place => place.key !== key),
    )
  })
}
