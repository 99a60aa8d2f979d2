/** `/channels`, «Каналы»: how the adapters read their sites lately, which selector packs are published, which were refused. */
import type { Hono } from 'hono'
import { formatDate, formatDateTime } from '../../shared/deadlines/words.ts'
import {
  type AdapterDrift,
  driftFields,
  driftWords,
  type FieldDrift,
  fewItems,
  fieldTitle,
  type KindDrift,
  pageKindTitle,
  percentWords,
} from '../../shared/reports/drift.ts'
import { adapterTitle, knownAdapters } from '../../shared/sources/adapters.ts'
import { packFaultWords } from '../../shared/sources/pack.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, signedIn } from './answer.tsx'
import { keepsChannels } from './channel-keepers.ts'
import { forbiddenPage } from './errors.tsx'
import { Page } from './layout.tsx'
import { asOfWords, counted } from './words.ts'

export function mountChannels(app: Hono, office: Office): void {
  app.get(
    '/channels',
    signedIn(office, async (context, signed) => {
      if (!keepsChannels(signed))
        return forbiddenPage(
          context,
          signed,
          'За каналами следят администратор, операторы и руководитель МЦУ.',
        )
      const view = await office.channels.view()
      return answerPage(context, <ChannelsPage signed={signed} now={office.now()} view={view} />)
    }),
  )
}

type View = Awaited<ReturnType<Office['channels']['view']>>

function ChannelsPage({ signed, now, view }: { signed: Signed; now: string; view: View }) {
  const { zone } = signed.settings.deadlines
  const others = knownAdapters.filter(each => view.drifts.every(({ adapter }) => adapter !== each))
  return (
    <Page signed={signed} tab="channels" title="Каналы" wide>
      <div class="headline">
        <div>
          <h1>Каналы</h1>
          <p class="quiet">{asOfWords(now, zone)}</p>
        </div>
      </div>
      <p>
        Как расширение читало страницы сайтов вчера и сегодня, в сравнении с четырнадцатью днями до этого.
        Здесь только числа: ни текстов, ни авторов, ни адресов, и ничего из личных переписок.
      </p>
      <section class="stack" aria-labelledby="reading">
        <h2 id="reading">Чтение страниц</h2>
        {view.drifts.length === 0 && (
          <p class="quiet">
            За два дня сотрудники не открывали страниц, которые читает расширение, или их компьютеры ещё не
            связались с сервером.
          </p>
        )}
        {view.drifts.map(drift => (
          <Meter key={drift.adapter} drift={drift} />
        ))}
        {others.length > 0 && view.drifts.length > 0 && (
          <p class="quiet">{`Не открывали: ${others.map(adapterTitle).join(', ')}.`}</p>
        )}
      </section>
      <Packs packs={view.packs} zone={zone} />
      <Refusals view={view} />
    </Page>
  )
}

const levels: Record<AdapterDrift['level'], { look: string; shape: string; words: string }> = {
  fine: { look: 'fine', shape: '●', words: 'читается как обычно' },
  'too-few': { look: 'quiet', shape: '○', words: `пока мало записей, чтобы судить (нужно ${fewItems})` },
  jump: { look: 'overdue', shape: '▲', words: 'читается хуже, чем раньше' },
}

function Meter({ drift }: { drift: AdapterDrift }) {
  const { look, shape, words } = levels[drift.level]
  const title = adapterTitle(drift.adapter)
  return (
    <article class="sheet stack tight" aria-label={title}>
      <h3>{title}</h3>
      <p>
        <span class={`state ${look}`}>
          <span class="shape" aria-hidden="true">
            {shape}
          </span>
          {words}
        </span>
        <span class="quiet">
          {` · правила чтения, версия ${drift.version}; записей ${drift.items}, страниц ${drift.pages}, из них пустых ${drift.emptyPages}`}
        </span>
      </p>
      {drift.level === 'jump' && (
        <ul>
          {driftWords(drift).map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Вид страницы</th>
            <th scope="col">Записей</th>
            {driftFields.map(field => (
              <th scope="col" key={field}>{`Нет: ${fieldTitle(field)}`}</th>
            ))}
            <th scope="col">Пустых страниц</th>
          </tr>
        </thead>
        <tbody>
          {drift.kinds.map(kind => (
            <KindRow key={kind.pageKind} kind={kind} />
          ))}
        </tbody>
      </table>
    </article>
  )
}

function KindRow({ kind }: { kind: KindDrift }) {
  return (
    <tr>
      <th scope="row">{pageKindTitle(kind.pageKind)}</th>
      <td data-label="Записей">{kind.items}</td>
      {driftFields.map(field => (
        <td key={field} data-label={`Нет: ${fieldTitle(field)}`}>
          <Share field={kind.fields[field]} title={fieldTitle(field)} items={kind.items} />
        </td>
      ))}
      <td data-label="Пустых страниц" class={kind.isEmptied ? 'overdue' : undefined}>
        {kind.isEmptied && '▲ '}
        {`${kind.emptyPages} из ${kind.pages}`}
      </td>
    </tr>
  )
}

function Share({ field, title, items }: { field: FieldDrift; title: string; items: number }) {
  if (items === 0) return <span class="quiet">—</span>
  const before = field.was === null ? 'раньше: мало данных' : `раньше ${percentWords(field.was)}`
  return (
    <span class={field.isJump ? 'overdue' : undefined}>
      <meter min={0} max={1} value={field.share} aria-label={`Доля записей, в которых нет: ${title}`} />{' '}
      {field.isJump && '▲ '}
      {percentWords(field.share)} <small class="quiet">{before}</small>
    </span>
  )
}

function Packs({ packs, zone }: { packs: View['packs']; zone: string }) {
  return (
    <section class="stack" aria-labelledby="packs">
      <h2 id="packs">Изданные правила чтения</h2>
      {packs.length === 0 ? (
        <p class="quiet">
          Не издавались: действуют те, с которыми собрано расширение. Исправленные правила издают командой npm
          run channels:publish, и компьютеры получают их без новой сборки.
        </p>
      ) : (
        <div class="sheet flush">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Страницы</th>
                <th scope="col">Версия</th>
                <th scope="col">Изданы</th>
                <th scope="col">Кем и зачем</th>
              </tr>
            </thead>
            <tbody>
              {packs.map(pack => (
                <tr key={`${pack.adapter}:${pack.serial}`}>
                  <th scope="row">{adapterTitle(pack.adapter)}</th>
                  <td data-label="Версия">{`${pack.version}, № ${pack.serial}`}</td>
                  <td data-label="Изданы">{formatDateTime(pack.publishedAt, zone)}</td>
                  <td data-label="Кем и зачем">
                    {[pack.publishedBy, pack.note].filter(words => words !== null).join(': ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Refusals({ view: { refusals, refusedSelectors } }: { view: View }) {
  if (refusals.length === 0 && refusedSelectors.length === 0) return null
  return (
    <section class="stack" aria-labelledby="refused">
      <h2 id="refused">Не принято расширением</h2>
      <ul>
        {refusals.map(({ adapter, serial, fault, lastDay, times }) => (
          <li key={`${adapter}:${serial}:${fault}`}>
            <span class="overdue">▲ </span>
            {`${adapterTitle(adapter)}, правила № ${serial}: ${packFaultWords[fault]}. `}
            <span class="quiet">
              {`Сообщили ${counted(times, ['раз', 'раза', 'раз'])}, последний ${formatDate(lastDay)}.`}
            </span>
          </li>
        ))}
        {refusedSelectors.map(({ adapter, version, count }) => (
          <li key={`${adapter}:${version}`}>
            {`${adapterTitle(adapter)}, правила версии ${version}: браузеры не поняли ${counted(count, ['строку', 'строки', 'строк'])}; остальное работает.`}
          </li>
        ))}
      </ul>
    </section>
  )
}
