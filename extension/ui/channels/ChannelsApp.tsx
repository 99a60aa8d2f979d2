import { useEffect, useState } from 'preact/hooks'
import type { AdapterSite } from '../../channels/contract.ts'
import type { Answers, PacksView } from '../../messages.ts'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Unexpected } from '../parts/Unexpected.tsx'
import { BrokenPage } from './BrokenPage.tsx'
import { SiteCard } from './SiteCard.tsx'

export type ChannelsActs = {
  view(): Promise<PacksView>
  check(): Promise<Answers['check-packs']>
  goBack(adapter: string): Promise<PacksView>
  forgetBrokenPage(): Promise<void>
}

export type ChannelsAppProps = {
  sites: readonly AdapterSite[]
  /** The page that somebody reported, without its texts; `null` where nobody did. */
  brokenPage: (() => Promise<string | null>) | null
  acts: ChannelsActs
}

/** «Что умеет читать расширение»: each adapter, how sure it is, and which pack is in force. */
export function ChannelsApp({ sites, brokenPage, acts }: ChannelsAppProps) {
  const [view, setView] = useState<PacksView | null>(null)
  const [words, setWords] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void acts.view().then(setView)
  }, [acts])
  const doing = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } finally {
      setBusy(false)
    }
  }
  const check = () =>
    doing(async () => {
      const checked = await acts.check()
      setView(checked.view)
      setWords(checked.words)
    })
  const goBack = (adapter: string) =>
    doing(async () => {
      setView(await acts.goBack(adapter))
      setWords('Прежние правила снова действуют. Следующие новые возьмутся сами.')
    })
  return (
    <main class="options">
      <h1>Что умеет читать расширение</h1>
      <Unexpected />
      {brokenPage !== null && <BrokenPage read={brokenPage} onDone={acts.forgetBrokenPage} />}
      <section class="sheet">
        <h2>Правила чтения страниц</h2>
        <p>
          Сайты меняются. Чтобы расширение читало их дальше, сервер вашей организации присылает исправленные
          правила чтения: это списки того, где на странице искать текст, автора и дату. Они с подписью, и это
          не программа.
        </p>
        {view === null ? (
          <Skeleton lines={1} label="Загружается" />
        ) : (
          <>
            <p class="quiet">{view.checked}</p>
            <button type="button" disabled={busy} onClick={() => void check()}>
              Проверить обновления
            </button>
          </>
        )}
        <p role="status">{words}</p>
      </section>
      {sites.map(site => (
        <SiteCard
          key={site.adapter}
          site={site}
          pack={view?.packs.find(({ adapter }) => adapter === site.adapter) ?? null}
          isBusy={busy}
          onBack={() => void goBack(site.adapter)}
        />
      ))}
      <section class="sheet">
        <h2>Любая другая страница</h2>
        <p>
          Выделите текст и выберите «Записать» в меню правой кнопки: сохранятся выделенное, адрес страницы, а
          автор и дата — если страница называет их сама. Звонок, письмо и личный приём записываются формой
          «Записать сообщение».
        </p>
      </section>
    </main>
  )
}
