import { useEffect, useState } from 'preact/hooks'

type BrokenPageProps = { read: () => Promise<string | null>; onDone: () => Promise<void> }

/** The reported page: what is in the file can be looked at before it is saved. */
export function BrokenPage({ read, onDone }: BrokenPageProps) {
  const [page, setPage] = useState<string | null>(null)
  const [isSaved, setSaved] = useState(false)
  useEffect(() => {
    void read().then(setPage)
  }, [read])
  if (page === null)
    return (
      <section class="sheet">
        <h2>Сообщение о поломке</h2>
        <p>Описание страницы уже забрано. Откройте её и выберите «Сообщить о поломке» ещё раз.</p>
      </section>
    )
  const save = () => {
    const url = URL.createObjectURL(new Blob([page], { type: 'text/html' }))
    const link = document.createElement('a')
    link.href = url
    link.download = 'stranica-bez-tekstov.html'
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
    setSaved(true)
    void onDone()
  }
  return (
    <section class="sheet">
      <h2>Сообщение о поломке</h2>
      <p>
        В файле только устройство страницы: все слова, имена, числа, картинки и адреса людей заменены.
        Сохраните его и передайте администратору; он проверит его командой npm run channels:check.
      </p>
      <details>
        <summary>Посмотреть, что в файле</summary>
        <textarea readOnly rows={12} aria-label="Содержимое файла" value={page.slice(0, 20_000)} />
      </details>
      <button type="button" class="main" onClick={save}>
        Сохранить файл
      </button>
      {isSaved && <p role="status">Файл сохранён в «Загрузки».</p>}
    </section>
  )
}
