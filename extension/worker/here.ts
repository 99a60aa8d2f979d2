/** Where the overlay may show itself (PRACTICE P15), and that a listed page was opened (P16). */
import { v7 as uuid } from 'uuid'
import type { Settings } from '../../shared/policy/settings.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { channelOfAdapter } from '../../shared/sources/adapters.ts'
import { mayLook } from '../../shared/watch/looks.ts'
import { pathOfAddress } from '../../shared/watch/place.ts'
import type { HereRules, RequestOf } from '../messages.ts'
import { switchedPlaces, switchPlace } from '../store/here.ts'
import { addLook } from '../store/looks.ts'
import type { AtHand } from './desk-at-hand.ts'

/** Nobody is enrolled: the button stands on public pages and shows the way; private chats stay silent. */
export const strangersRules: HereRules = {
  everywhere: true,
  shown: [],
  watched: [],
  on: [],
  off: [],
  official: [],
}

/** A page hears of its own site's places only. */
export async function hereRules(adapters: readonly string[], atHand: AtHand): Promise<HereRules> {
  const { settings } = atHand.rules
  const channels = new Set(adapters.map(channelOfAdapter))
  const ofSite = (key: string) => [...channels].some(channel => key.startsWith(`${channel}:`))
  const watched = [...channels].flatMap(channel => watchedNames(settings, channel))
  const accounts = settings.officialAccounts.flatMap(({ network, ownerId, url }) =>
    channels.has(network) ? [`${network}:${ownerId}`, pathOfAddress(url) ?? []].flat() : [],
  )
  const places = (await switchedPlaces(atHand.desk)).filter(({ key }) => ofSite(key))
  return {
    everywhere: isEverywhere(settings),
    // The cabinet of «Решаем вместе» is an official page as a whole.
    shown: [...watched, ...accounts, ...(channels.has('pos') ? ['pos:cabinet'] : [])],
    watched: mayLook(atHand.actor) ? watched : [],
    on: places.filter(({ isOn }) => isOn).map(({ key }) => key),
    off: places.filter(({ isOn }) => !isOn).map(({ key }) => key),
    official: settings.officialAccounts
      .filter(({ network }) => channels.has(network))
      .map(({ id, network, ownerId, url, title }) => ({ id, network, ownerId, url, title })),
  }
}

export const isEverywhere = ({ buttonPlaces, watchList }: Settings): boolean =>
  (buttonPlaces ?? (watchList.length === 0 ? 'everywhere' : 'listed')) === 'everywhere'

/** By key, or by path where the address tells only a name. */
function nameOf({ key, url }: Settings['watchList'][number]): string | null {
  return key ?? pathOfAddress(url)
}

function watchedNames({ watchList }: Settings, channel: ChannelId): string[] {
  return watchList.flatMap(entry => (entry.channel === channel ? (nameOf(entry) ?? []) : []))
}

/** A listed page stood open for a while. Answers whether a look was kept. */
export async function noteSeen({ place }: RequestOf<'watch-seen'>, atHand: AtHand): Promise<boolean> {
  if (!mayLook(atHand.actor)) return false
  const entries = atHand.rules.settings.watchList.filter(entry => nameOf(entry) === place)
  const kept = await Promise.all(
    entries.map(({ id: watchId }) =>
      addLook(atHand.desk, { id: uuid(), watchId, at: atHand.now, how: 'opened' }),
    ),
  )
  return kept.includes(true)
}

export async function switchHere(
  { key, title, isPrivate, isOn }: RequestOf<'switch-here'>,
  { desk }: AtHand,
): Promise<void> {
  await switchPlace(desk, { key, title, isPrivate, isOn })
}
