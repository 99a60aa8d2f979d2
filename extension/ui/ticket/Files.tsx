import { useEffect, useRef, useState } from 'preact/hooks'
import type { Bridge, FileRead, TicketRow } from '../bridge.ts'
import { sizeWords } from '../words.ts'

type FilesProps = { row: TicketRow; contentIds: readonly string[]; onRead: Bridge['readFile'] }

/** Files beside the ticket, each opened on request: nothing is loaded with the card. */
export function Files({ row, contentIds, onRead }: FilesProps) {
  const files = contentIds.flatMap(id => {
    const body = row.contents[id]
    return body?.kind === 'file' ? [{ id, ...body }] : []
  })
  if (files.length === 0) return null
  return (
    <ul class="plain files" aria-label="Файлы">
      {files.map(({ id, name, size }) => (
        <OneFile key={id} name={name} size={size} onRead={() => onRead(row.ticket.id, id)} />
      ))}
    </ul>
  )
}

type Opened =
  | { state: 'closed' | 'loading' }
  | { state: 'failed'; words: string }
  | { state: 'shown'; url: string; isPhoto: boolean }

/** What Chromium and Firefox draw by themselves. Nothing that may hold a script is shown under the extension's address. */
const photoTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']
const readableTypes: readonly string[] = [...photoTypes, 'application/pdf']

type OneFileProps = { name: string; size: number; onRead: () => Promise<FileRead> }

function OneFile({ name, size, onRead }: OneFileProps) {
  const [opened, setOpened] = useState<Opened>({ state: 'closed' })
  const isHere = useRef(true)
  const address = useRef<string | null>(null)
  const forget = () => {
    if (address.current !== null) URL.revokeObjectURL(address.current)
    address.current = null
  }
  useEffect(
    () => () => {
      isHere.current = false
      forget()
    },
    [],
  )
  const open = async () => {
    setOpened({ state: 'loading' })
    const read = await onRead()
    if (!isHere.current) return
    if (read.outcome === 'failed') {
      setOpened({ state: 'failed', words: read.words })
      return
    }
    forget()
    const url = URL.createObjectURL(read.file)
    address.current = url
    const isPhoto = photoTypes.includes(read.file.type)
    setOpened({ state: 'shown', url, isPhoto })
    if (!isPhoto) hand(url, name, readableTypes.includes(read.file.type))
  }
  const close = () => {
    forget()
    setOpened({ state: 'closed' })
  }
  const isShown = opened.state === 'shown'
  return (
    <li>
      <button
        type="button"
        class="link"
        aria-expanded={isShown}
        onClick={() => {
          if (isShown) close()
          else if (opened.state !== 'loading') void open()
        }}
      >
        <bdi>{name}</bdi>
      </button>{' '}
      <span class="quiet">{sizeWords(size)}</span>{' '}
      <span role="status" class={opened.state === 'failed' ? 'wrong' : 'quiet'}>
        {opened.state === 'loading' && '◐ загружается'}
        {opened.state === 'failed' && `▲ ${opened.words}`}
        {isShown && !opened.isPhoto && '✓ открыт отдельно'}
      </span>
      {opened.state === 'failed' && (
        <>
          {' '}
          <button type="button" class="link" onClick={() => void open()}>
            Повторить
          </button>
        </>
      )}
      {isShown && opened.isPhoto && (
        <a href={opened.url} target="_blank" rel="noopener" title="Открыть во вкладке">
          <img class="photo" src={opened.url} alt={name} />
        </a>
      )}
    </li>
  )
}

/** Into a tab where the browser can show it, else to the person's downloads. */
function hand(url: string, name: string, isReadable: boolean): void {
  const link = document.createElement('a')
  link.href = url
  if (isReadable) {
    link.target = '_blank'
    link.rel = 'noopener'
  } else link.download = name
  link.click()
}
